// A write that did not become durable, or a data folder that cannot be opened. Reads keep working.

export class StorageError extends Error {
  override readonly name = 'StorageError'
}
