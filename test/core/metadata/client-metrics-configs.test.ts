import { expect, test } from 'vitest'
import { isClientMetricsConfigName, validateClientMetricsConfigs } from '../../../core/metadata/client-metrics-configs.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'

test('a subscription has a list of metrics, an interval and clients that it is for', () => {
  const own = { 'metrics': 'a., b.', 'interval.ms': ' 100 ', 'match': 'client_id=app-.*,client_software_name=Java' }
  expect(validateClientMetricsConfigs(own)).toEqual({ 'metrics': 'a.,b.', 'interval.ms': '100', 'match': 'client_id=app-.*,client_software_name=Java' })
  expect(['metrics', 'interval', 'toString'].map(isClientMetricsConfigName)).toEqual([true, false, false])
})

const NAMES = 'client_instance_id, client_id, client_software_name, client_software_version, client_source_address, client_source_port'

test.each<[Record<string, string>, number, string]>([
  [{ interval: '1' }, ErrorCode.INVALID_REQUEST, 'Unknown client metrics config "interval".'],
  [{ 'interval.ms': '99' }, ErrorCode.INVALID_REQUEST, 'Client metrics config "interval.ms" must be between 100 and 3600000, not 99.'],
  [{ 'interval.ms': 'often' }, ErrorCode.INVALID_CONFIG, 'Client metrics config "interval.ms" cannot be "often": it must be a whole number.'],
  ...['client_id', 'client_id=', 'client_id=a=b', 'colour=red', 'client_id=('].map(
    (pair): [Record<string, string>, number, string] => [
      { match: pair }, ErrorCode.INVALID_CONFIG, `"${pair}" matches no client: write one of ${NAMES}, "=" and a regular expression.`,
    ],
  ),
])('%j is refused', (own, code, message) => {
  expect(() => validateClientMetricsConfigs(own)).toThrow(expect.objectContaining({ code, message }) as Error)
})
