// `headwater certificate`: a client certificate for a broker that asks for one, signed by the authority of its data folder.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTrouble, writeAtomically } from '../base/atomic-file.ts'
import { systemClock } from '../base/clock.ts'
import { systemRandom } from '../base/random.ts'
import { developmentCertificates, developmentClient } from '../security/development-certificates.ts'
import type { CertificateOptions } from './command-line.ts'
import { StartupError } from './startup-error.ts'

/** Works whether that broker runs or not; a folder without an authority gets one. */
export async function runCertificate({ name, directory, into }: CertificateOptions, print: (text: string) => void): Promise<number> {
  const deps = { clock: systemClock, random: systemRandom }
  const [certificateFile, keyFile] = [join(into, `${name}.pem`), join(into, `${name}-key.pem`)]
  try {
    const { authority, authorityFile } = await developmentCertificates(directory, deps)
    const made = developmentClient(authority, name, deps)
    await mkdir(into, { recursive: true })
    await writeAtomically(keyFile, made.key)
    await writeAtomically(certificateFile, made.certificate)
    print(`headwater: certificate ${certificateFile}\nheadwater: key ${keyFile}\nheadwater: trust ${authorityFile}\n`)
    return 0
  } catch (error) {
    throw new StartupError(`The certificate could not be written (${fileTrouble(error)}).`, { cause: error })
  }
}
