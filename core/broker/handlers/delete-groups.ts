// DeleteGroups (key 42), versions 0-3.
//
// Forgets groups without members together with their offsets, each in one commit; NON_EMPTY_GROUP and GROUP_ID_NOT_FOUND per group.
// A group named twice is answered once. v3: a message per group.
import { DeleteGroups } from '../../protocol/messages/delete-groups.ts'
import { handler } from '../handler.ts'

export const deleteGroups = handler(DeleteGroups, async (request, { broker }) => broker.groups.deleteGroups(request))
