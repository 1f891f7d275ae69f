import { expect, test } from 'vitest'
import { parseStartArguments } from './console-arguments.ts'

test('paths become absolute from where the person is, in either spelling', () => {
  const wanted = { appArguments: ['--data=/home/me/store', '--screenshot=/home/me/out.png'], screenshot: '/home/me/out.png' }
  expect(parseStartArguments(['--data', 'store', '--screenshot', 'out.png'], '/home/me')).toEqual(wanted)
  expect(parseStartArguments(['--data=store', '--screenshot=out.png'], '/home/me')).toEqual(wanted)
})

test('other flags go to the console as they are', () => {
  expect(parseStartArguments(['--lang=de', '--data', '/abs'], '/home/me')).toEqual({ appArguments: ['--lang=de', '--data=/abs'] })
})

test.each([['--data'], ['--screenshot='], ['--data', '--screenshot=x.png']])(
  'a path that is missing after %s is asked for',
  (...argv) => {
    expect(() => parseStartArguments(argv, '/')).toThrow(/needs a path: npm start -- --/)
  },
)
