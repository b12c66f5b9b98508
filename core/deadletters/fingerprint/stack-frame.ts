// One frame of a stack trace without what changes from build to build and run to run: lines, modules, lambda and proxy numbers.

export interface Frame {
  readonly name: string
  /** Of a framework or a runtime, not of the application. */
  readonly isFramework: boolean
}

const FRAMEWORK_PREFIXES = [
  'java.', 'javax.', 'jdk.', 'sun.', 'jakarta.', 'kotlin.', 'scala.', 'org.springframework.', 'org.apache.kafka.', 'io.smallrye.', 'io.netty.', 'reactor.',
  'io.micrometer.', 'node:', 'System.', 'Microsoft.',
]

const NODE_FRAME = /^(?:async )?(?:(.*?) \()?((?:[a-z]+:(?:\/\/)?)?[^()]*?)(?::\d+){1,2}\)?(?: \{)?$/
const DOTNET_LINE = / in .+:line \d+$/
const CALL = /^([^\s(][^(]*)\(.*\)(?: ~?\[.*\])?$/

/** null = the line is no frame. */
export function readFrame(line: string): Frame | null {
  const match = /^\s*at (.+?)\s*$/.exec(line)
  if (!match) return null
  const text = match[1]!.replace(DOTNET_LINE, '')
  return nodeFrame(text) ?? callFrame(text)
}

/** `name (file:12:5)`, `file:12:5`. A JVM frame has one number and no path before it. */
function nodeFrame(text: string): Frame | null {
  if (!/(?::\d+:\d+|^node:.*:\d+|\(node:.*:\d+)\)?(?: \{)?$/.test(text)) return null
  const match = NODE_FRAME.exec(text)
  if (!match) return null
  const file = match[2]!
  const isFramework = file.startsWith('node:') || /[\\/]node_modules[\\/]/.test(file)
  return { name: `${(match[1] ?? '').replace(/ \[as [^\]]*\]/, '')} ${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}`.trim(), isFramework }
}

/** `loader/module@version/package.Class.method(Class.java:12)`, and `Namespace.Class.Method(Type argument)`. */
function callFrame(text: string): Frame | null {
  const match = CALL.exec(text)
  if (!match) return null
  return framed(withoutNumbers(match[1]!.replace(/^(?:[^/\s]*\/)+(?=[A-Za-z_$])/, keepLambda)))
}

/** The slash of `Foo$$Lambda/0x000…` ends no module. */
function keepLambda(prefix: string): string {
  return prefix.includes('$$Lambda') ? prefix : ''
}

export function framed(name: string): Frame {
  return { name, isFramework: FRAMEWORK_PREFIXES.some((prefix) => name.startsWith(prefix)) }
}

function withoutNumbers(name: string): string {
  return name
    .replace(/\$\$Lambda[^.]*/g, '')
    .replace(/\$\$(?:EnhancerBy|FastClassBy|SpringCGLIB)[^.]*/g, '')
    .replace(/\$(?:ByteBuddy|HibernateProxy|MockitoMock)\$[^.]*/g, '')
    .replace(/(\$Proxy|GeneratedMethodAccessor|GeneratedConstructorAccessor)\d+/g, '$1')
    .replace(/(lambda\$[\w$]*?)\$\d+/g, '$1')
    // .NET: closures and state machines are numbered by the compiler.
    .replace(/<>c__DisplayClass\d+_\d+/g, '<>c')
    .replace(/>([a-z])__\d+(?:_\d+)?/g, '>$1')
    .replace(/\$\d+(?=[.$]|$)/g, '')
}
