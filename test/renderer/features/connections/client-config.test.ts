// Configurations are taken over the way people have them lying about.
import { expect, it } from 'vitest'
import { parseClientConfig } from '../../../../renderer/features/connections/client-config.ts'

const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

it.each([
  [
    'client.properties of Java',
    `# Confluent Cloud
bootstrap.servers=pkc-1.example:9092
security.protocol=SASL_SSL
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="K\\"EY" password='s e;cret';
sasl.mechanism=PLAIN
client.dns.lookup=use_all_dns_ips`,
    { bootstrapServers: 'pkc-1.example:9092', tls: true, mechanism: 'PLAIN', username: 'K"EY', password: 's e;cret', notUnderstood: [] },
  ],
  [
    'SCRAM over several lines, whatever their order',
    'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n   username="alice" \\\n   password="x";\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n',
    { tls: false, mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'x', notUnderstood: [] },
  ],
  [
    'librdkafka',
    'metadata.broker.list = a:9092,b:9092\nsecurity.protocol = ssl\nenable.ssl.certificate.verification = false\nssl.ca.location = /etc/ca.pem',
    { bootstrapServers: 'a:9092,b:9092', tls: true, acceptAnyCertificate: true, notUnderstood: ['ssl.ca.location: names a file; open it under TLS'] },
  ],
  [
    'an .env file',
    `export KAFKA_BOOTSTRAP_SERVERS="kafka:9093"\nKAFKA_SASL_USERNAME=app\nKAFKA_SASL_PASSWORD='p=q'\nKAFKA_SSL_CA_PEM="${CA.replaceAll('\n', '\\n')}"\nKAFKA_SASL_MECHANISM=scram-sha-256\nDATABASE_URL=postgres://x`,
    { bootstrapServers: 'kafka:9093', tls: true, ca: CA, mechanism: 'SCRAM-SHA-256', username: 'app', password: 'p=q', notUnderstood: [] },
  ],
  ['a PEM over several lines', `ssl.ca.pem="${CA}"`, { tls: true, ca: CA, notUnderstood: [] }],
  [
    'PEM stores of Java',
    'ssl.truststore.type=PEM\nssl.truststore.certificates=-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----\nssl.keystore.type=JKS\nssl.keystore.location=/x.jks',
    { tls: true, ca: CA, notUnderstood: ['ssl.keystore.type: only PEM can be read; export the store as PEM', 'ssl.keystore.location: names a file; open it under TLS'] },
  ],
  [
    'what cannot be done',
    'security.protocol=SASL_SSL\nsasl.mechanism=GSSAPI\nsasl.kerberos.service.name=kafka\nssl.endpoint.identification.algorithm=',
    {
      tls: true,
      mechanism: 'PLAIN',
      notUnderstood: [
        'sasl.mechanism: Headwater signs in with PLAIN and SCRAM',
        'sasl.kerberos.service.name: not known here',
        'ssl.endpoint.identification.algorithm: host names are always verified; enter a server name instead',
      ],
    },
  ],
  [
    'a compose file of a broker',
    'services:\n  kafka:\n    environment:\n      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka:29092,PLAINTEXT_HOST://localhost:9092\n',
    { bootstrapServers: 'localhost:9092', notUnderstood: [] },
  ],
  ['a compose file with a list', '    environment:\n      - KAFKA_BROKERS=kafka-1:9092,kafka-2:9092\n', { bootstrapServers: 'kafka-1:9092,kafka-2:9092', notUnderstood: [] }],
  ['application.yml', 'spring:\n  kafka:\n    bootstrap-servers: broker:9092', { bootstrapServers: 'broker:9092', notUnderstood: [] }],
])('reads %s', (_what, text, config) => {
  const found = parseClientConfig(text)
  const inOrder = (lines: readonly string[] = []) => lines.toSorted((a, b) => a.localeCompare(b))
  expect({ ...found, notUnderstood: inOrder(found?.notUnderstood) }).toEqual({ ...config, notUnderstood: inOrder(config.notUnderstood) })
})

it.each(['', 'localhost:9092', 'a:9092, b:9092', 'PLAINTEXT://a:9092', 'hello=world', '[::1]:9092'])('does not take %j for a configuration', (text) => {
  expect(parseClientConfig(text)).toBeNull()
})
