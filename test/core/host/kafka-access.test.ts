import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessLines, accessSettings, createUsersOrStop, kafkaAccess, listenersOf } from '../../../core/host/kafka-access.ts'
import { startTestBroker } from '../../support/broker.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const nothing = { protocol: undefined, listeners: [], users: [], usersFile: null }

describe('the words', () => {
  it.each<[Parameters<typeof kafkaAccess>[0], ReturnType<typeof kafkaAccess>]>([
    [{}, undefined],
    [{ acls: true }, undefined],
    [{ tls: true }, { ...nothing, protocol: 'SSL' }],
    [{ security: 'sasl_plaintext' }, { ...nothing, protocol: 'SASL_PLAINTEXT' }],
    [{ security: 'SASL_PLAINTEXT', tls: true }, { ...nothing, protocol: 'SASL_SSL' }],
    [{ user: ['alice:a:b'] }, { ...nothing, users: [{ name: 'alice', password: 'a:b' }] }],
    [{ users: 'users.txt' }, { ...nothing, usersFile: '/home/ann/users.txt' }],
    [{ listen: ['SASL_SSL:9093', 'SSL:0'] }, {
      ...nothing,
      listeners: [
        { name: 'SASL_SSL_2', protocol: 'SASL_SSL', host: '127.0.0.1', port: 9093 },
        { name: 'SSL_3', protocol: 'SSL', host: '127.0.0.1', port: 0 },
      ],
    }],
  ])('%j', (values, expected) => {
    expect(kafkaAccess(values, '/home/ann')).toEqual(expected)
  })

  it.each<[Parameters<typeof kafkaAccess>[0], string]>([
    [{ security: 'SASL-SSL' }, 'Option "--security" cannot be "SASL-SSL": it must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL.'],
    [{ listen: ['9093'] }, 'Option "--listen" cannot be "9093": write it as SASL_SSL:9093.'],
    [{ listen: ['SSL:70000'] }, 'Option "--listen" cannot be "SSL:70000": write it as SASL_SSL:9093.'],
    [{ listen: ['TLS:9093'] }, 'Option "--listen" cannot be "TLS": it must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL.'],
    [{ user: [`${'a'.repeat(1_001)}:x`] }, 'Option "--user" has a name of more than 1000 bytes.'],
    [{ user: ['alice'] }, 'Option "--user" needs a name and a password: write it as alice:secret.'],
  ])('%j is refused', (values, sentence) => {
    expect(() => kafkaAccess(values, '/')).toThrow(sentence)
  })

  it('switch the authorizer on', () => {
    expect([accessSettings({}), accessSettings({ acls: true })]).toEqual([{}, { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' }])
  })
})

describe('a broker started with them', () => {
  it('knows the users of the flags and of the file', async () => {
    const usersFile = join(await tempFolder(), 'users.txt')
    await writeFile(usersFile, 'bob:one\n\n carol:two\n')
    const access = { ...nothing, protocol: 'SASL_SSL' as const, users: [{ name: 'alice', password: 'secret' }], usersFile }
    const broker = await startTestBroker({}, { directory: await tempFolder(), ...listenersOf(access) })
    const logger = collectingLogger()
    await createUsersOrStop(broker, access, logger)
    expect([broker.context.credentials.users(), logger.lines]).toEqual([['alice', 'bob', 'carol'], []])
    expect(accessLines(broker)).toEqual([`headwater: listener SASL_SSL ${broker.bootstrap}\n`, `headwater: trust ${broker.authorityFile}\n`])
  })

  it('says so when nobody could sign in, and is silent where nobody has to', async () => {
    const [secured, open] = [await startTestBroker({}, { securityProtocol: 'SASL_PLAINTEXT' }), await startTestBroker()]
    const logger = collectingLogger()
    for (const broker of [secured, open]) await createUsersOrStop(broker, undefined, logger)
    expect(logger.lines).toEqual(['warn There is no user yet who could sign in: name one with --user NAME:PASSWORD.'])
    expect(accessLines(open)).toEqual([])
  })

  it.each([
    ['a file that is not there', '/nowhere/users.txt', 'The users\' file "/nowhere/users.txt" cannot be read (there is no such place).'],
    ['a file without passwords', import.meta.filename, `Line 3 of "${import.meta.filename}" needs a name and a password: write it as alice:secret.`],
  ])('stops for %s', async (_what, usersFile, sentence) => {
    const broker = await startTestBroker()
    await expect(createUsersOrStop(broker, { ...nothing, usersFile }, collectingLogger())).rejects.toThrow(sentence)
  })
})
