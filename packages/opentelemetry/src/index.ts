export type { TaskCounter } from './gauges.js'
export { createTelemetry, type Observed, type Telemetry, type TelemetryOptions } from './telemetry.js'
