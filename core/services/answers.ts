// What a service must have to answer a noun of the contract: a method per procedure, of the same name, with the input and the reader's signal.
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import type { Contract } from '../contract/contract.ts'

type Inputs = InferContractRouterInputs<Contract>
type Outputs = InferContractRouterOutputs<Contract>

/** A stream's method hands out its events and ends when the signal aborts. */
type Answer<Output> = Output extends AsyncIterable<infer Event> ? AsyncGenerator<Event, void> : Output | Promise<Output>

export type Answers<Noun extends keyof Contract> = {
  [Name in keyof Inputs[Noun] & keyof Outputs[Noun]]: (input: Inputs[Noun][Name], signal: AbortSignal) => Answer<Outputs[Noun][Name]>
}
