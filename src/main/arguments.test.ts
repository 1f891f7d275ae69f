import { expect, test } from 'vitest'
import { argumentsForFolder, parseArguments } from './arguments.ts'

test.each([
  [[], {}],
  [['--no-sandbox', '/app', '--inspect=0'], {}],
  [['--data=store'], { dataDir: '/home/store' }],
  [['--data', '/srv/store', '--screenshot', 'a.png'], { dataDir: '/srv/store', screenshot: '/home/a.png' }],
])('V-73 %j is understood', (argv, expected) => {
  expect(parseArguments(argv, '/home')).toEqual(expected)
})

test.each([
  [['--data']],
  [['--data=']],
  [['--data', '--screenshot=a.png']],
  [['--data=a', '--data=b']],
  [['--data=a\0b']],
  [['--screenshot=a.jpg']],
])('V-73 %j is refused', (argv) => {
  expect(() => parseArguments(argv, '/home')).toThrow(expect.objectContaining({ code: 'E_ARGUMENT' }))
})

test('V-74 starting anew on another folder keeps the other arguments', () => {
  expect(argumentsForFolder(['--no-sandbox', '/app', '--data', '/old'], '/new')).toEqual(['--no-sandbox', '/app', '--data=/new'])
  expect(argumentsForFolder(['/app', '--data=/old'], '/new')).toEqual(['/app', '--data=/new'])
  expect(argumentsForFolder(['/app'], '/new')).toEqual(['/app', '--data=/new'])
})
