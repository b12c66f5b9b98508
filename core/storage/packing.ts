// How batches lie in a data file.

/** Consecutive batches of one partition are packed into one value up to this size: 4 KB pages waste half of a 1 KB value. */
export const PACK_BYTES = 64 * 1024
/** One time index entry per this many bytes of a partition. */
export const TIME_INDEX_BYTES = 256 * 1024
/** No smaller extents are made, whatever a topic asks for: segment.bytes may not be less. */
export const MIN_SEGMENT_BYTES = 1024 * 1024
