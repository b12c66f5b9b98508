import { expect, it } from 'vitest'
import { decodeAssignment } from '../../../../core/client/admin/consumer-assignment.ts'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'

it('reads topics and partitions, and ignores what a client adds', () => {
  const bytes = Buffer.from('0001' + '00000002' + '000161' + '00000002' + '00000000' + '00000005' + '000162' + '00000000' + '00000003' + 'aabbcc', 'hex')
  expect(decodeAssignment(bytes)).toEqual([{ topic: 'a', partitions: [0, 5] }, { topic: 'b', partitions: [] }])
})

it('takes nothing for nothing', () => {
  expect(decodeAssignment(Buffer.alloc(0))).toEqual([])
})

it.each(['00', '000100000001', '0001ffffffff', '00017fffffff', '0001000000010001'])('refuses %s', (hex) => {
  expect(() => decodeAssignment(Buffer.from(hex, 'hex'))).toThrow(ProtocolError)
})
