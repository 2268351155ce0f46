import type { Client } from '@wehook/client'
import { type ConsoleOptions, createConsole } from '@wehook/console'
import { createHealth, type Inbox, type Receiver } from '@wehook/core'
import { mount } from '@wehook/express'
import type { Tasks } from '@wehook/tasks'
import { Router } from 'express'

/** Who may see the console (yours looks at a session), and the secret of its forms. */
export type Operators = Pick<ConsoleOptions, 'authorize' | 'secret'>

export interface Operated {
  readonly receiver: Receiver
  readonly client: Client
  readonly tasks: Tasks
  readonly inbox: Inbox
}

/** The console at /ops and health for probes at /health. */
export function operatingRoutes({ receiver, client, tasks, inbox }: Operated, operators: Operators) {
  const health = createHealth({ receiver, inbox, tasks, ticketAt: client.ticketAt })
  const { accounts } = client
  const console = createConsole({ ...operators, receiver, inbox, tasks, accounts, health, allowActions: true })
  return Router().use('/ops', mount(console)).use('/health', mount(health))
}
