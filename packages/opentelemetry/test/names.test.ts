import { readFileSync } from 'node:fs'
import * as conventions from '@opentelemetry/semantic-conventions/incubating'
import { expect, it } from 'vitest'
import { messaging, metrics } from '../src/names.js'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const prometheusNames = new Set(Object.values(metrics).map(({ name }) => name.replaceAll('.', '_')))

it.each(['prometheus/alerts.yml', 'grafana/dashboard.json'])('%s asks for metrics that there are', (path) => {
  const asked = [...read(path).matchAll(/__name__=~\\?"(\w+)/g)].map(([, name = '']) => name.replace(/_$/, ''))
  expect(asked.length).toBeGreaterThan(5)
  const known = (name: string) =>
    prometheusNames.has(name) || prometheusNames.has(name.replace(/_(seconds|total)$/, ''))
  expect(asked.filter((name) => !known(name))).toEqual([])
})

it('the names of the messaging conventions are those of the package of constants', () => {
  const values = new Set<unknown>(Object.values(conventions))
  const { systemValue: _, optIn: __, operationValue: ___, ...names } = messaging
  expect(Object.values(names).filter((name) => !values.has(name))).toEqual([])
})

it('no attribute of a metric is an appid', () => {
  expect(read('src/follow-signals.ts') + read('src/gauges.ts')).not.toMatch(/appid/i)
})
