import { describe } from 'vitest'
import { connectingContract } from './transport-contract/connecting-contract.ts'
import { endingContract } from './transport-contract/ending-contract.ts'
import type { CreateTransport } from './transport-contract/fixture.ts'
import { sendingContract } from './transport-contract/sending-contract.ts'

export type { CreateTransport, TransportFixture } from './transport-contract/fixture.ts'

/** What hub and replica rely on, whatever carries their messages. */
export function transportContract(name: string, create: CreateTransport): void {
  describe(`the transport contract on ${name}`, () => {
    connectingContract(create)
    sendingContract(create)
    endingContract(create)
  })
}
