import { expect, it } from 'vitest'
import { closest } from '../src/closest.js'

const options = ['deadlineMs', 'token', 'retryDelaysMs']

it.each([
  ['a letter too few', 'deadlinMs', 'deadlineMs'],
  ['a letter too many', 'tokens', 'token'],
  ['another letter', 'taken', 'token'],
  ['another case', 'RETRYDELAYSMS', 'retryDelaysMs'],
  ['two letters of a short name', 'tkn', 'token'],
  ['a third of a long name', 'retryxxxxysMs', 'retryDelaysMs'],
])('finds a name with %s', (_, text, meant) => {
  expect(closest(text, options)).toBe(meant)
})

it.each([
  ['three letters of a short name differ', 'txyzn', options],
  ['more than a third of a long name differs', 'retryxxxxxsMs', options],
  ['there are no candidates', 'token', []],
])('finds nothing when %s', (_, text, candidates) => {
  expect(closest(text, candidates)).toBeUndefined()
})

it('prefers the candidate with fewer differences, wherever it is in the list', () => {
  expect(closest('token', ['tokens', 'token'])).toBe('token')
  expect(closest('token', ['token', 'tokens'])).toBe('token')
})
