// ListGroups (key 16), versions 0-5.
//
// Every group, also those that only have offsets. v4+: states, and a filter for them (KIP-518). v5: types,
// and a filter (KIP-848): classic and consumer. Filters ignore case; a word that names nothing matches nothing.
import { ListGroups } from '../../protocol/messages/list-groups.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const listGroups = handler(ListGroups, (request, context) => {
  const listed = context.broker.groups.listGroups(request)
  if (isAuthorized(context, 'DESCRIBE', 'CLUSTER', CLUSTER)) return listed
  return { ...listed, groups: listed.groups.filter(({ groupId }) => isAuthorized(context, 'DESCRIBE', 'GROUP', groupId)) }
})
