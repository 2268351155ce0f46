/** Attributes of spans and metrics. An appid is never an attribute of a metric: there are as many as merchants. */
export const attributes = {
  infoType: 'wehook.info_type',
  result: 'wehook.result',
  pushId: 'wehook.push.id',
  attempt: 'wehook.attempt',
  state: 'wehook.state',
  kind: 'wehook.kind',
  outcome: 'wehook.outcome',
  api: 'wehook.api',
  errorType: 'error.type',
  httpStatus: 'http.response.status_code',
} as const

/** Metrics with their units, after the naming rules of OpenTelemetry: durations in seconds. */
export const metrics = {
  pushes: { name: 'wehook.pushes', unit: '{push}', description: 'Requests to the URL, by result' },
  dead: { name: 'wehook.pushes.dead', unit: '{push}', description: 'Pushes whose last attempt failed' },
  taskChanges: {
    name: 'wehook.task.changes',
    unit: '{change}',
    description: 'Changes of tasks that handlers were told',
  },
  pushDuration: { name: 'wehook.push.duration', unit: 's', description: 'From the request to its answer' },
  handlerDuration: { name: 'wehook.handler.duration', unit: 's', description: 'One attempt: all handlers of an event' },
  pushWait: { name: 'wehook.push.wait', unit: 's', description: 'From the request to the first attempt' },
  clientDuration: { name: 'wehook.client.duration', unit: 's', description: 'Calls of WeChat’s APIs' },
  inboxEntries: { name: 'wehook.inbox.entries', unit: '{push}', description: 'Stored pushes, by state' },
  oldestDueAge: {
    name: 'wehook.inbox.oldest_due.age',
    unit: 's',
    description: 'How long the oldest due push has waited',
  },
  ticketAge: { name: 'wehook.ticket.age', unit: 's', description: 'Since the last ticket that this process received' },
  clockSkew: { name: 'wehook.clock.skew', unit: 's', description: 'Our clock less the time of the last push' },
  tasks: { name: 'wehook.tasks', unit: '{task}', description: 'Tasks, by kind and outcome' },
} as const

/** Attributes and metrics of OpenTelemetry's messaging conventions, which are still in development (1.45.0). */
export const messaging = {
  optIn: 'messaging',
  system: 'messaging.system.name',
  systemValue: 'wechat',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  operationValue: 'process',
  messageId: 'messaging.message.id',
  processDuration: 'messaging.process.duration',
  consumedMessages: 'messaging.client.consumed.messages',
} as const
