import {
  clusterServicesSchema,
  lxdNetworksSchema,
  microclusterSchema,
} from './remote/facts/cluster-schemas.ts';
import {
  ipAddressSchema,
  ipRouteSchema,
  ovsCountersSchema,
  ovsMapSchema,
  ovsTableSchema,
} from './remote/facts/schemas.ts';
import {
  ovnSouthboundLookSchema,
  ovnSouthboundResultsSchema,
  ovnSouthboundSchema,
} from './remote/southbound/schemas.ts';
import {
  clusterAnswerSchema,
  clusterListSchema,
  lxdMembersSchema,
  ovnMembersSchema,
} from './remote/members/schemas.ts';
import { inventorySchema } from './input/schema/inventory.ts';
import { variables } from './input/schema/settings.ts';
import { playbookSchema } from './input/schema/playbook.ts';
import { preseedSchema } from './input/schema/preseed.ts';
import { ipLinkSchema } from './remote/links/schemas.ts';
import { eventsSchema } from './reporters/schemas/events.ts';
import { historySchema } from './reporters/schemas/history.ts';
import { hostsSchema } from './reporters/schemas/hosts.ts';
import { reportSchema } from './reporters/schemas/report.ts';
import {
  journalBeginSchema,
  journalEndSchema,
  journalRollbackSchema,
  journalStageSchema,
  lockOwnerSchema,
  planFileSchema,
} from './state/schemas.ts';
import { playbookTasks } from './tasks/index.ts';

/** The schemas of files, by the names of their validators in src/generated/validators.js. */
export const fileSchemas = {
  inventory: inventorySchema,
  playbook: playbookSchema(playbookTasks),
  variables,
  preseed: preseedSchema,
};

/** The schemas of what nodes answer, by the names of their validators in src/generated/answers.js. */
export const answerSchemas = {
  clusterAnswer: clusterAnswerSchema,
  clusterList: clusterListSchema,
  clusterServices: clusterServicesSchema,
  ipAddress: ipAddressSchema,
  ipLink: ipLinkSchema,
  ipRoute: ipRouteSchema,
  lxdMembers: lxdMembersSchema,
  lxdNetworks: lxdNetworksSchema,
  microcluster: microclusterSchema,
  ovnMembers: ovnMembersSchema,
  ovnSouthbound: ovnSouthboundSchema,
  ovnSouthboundLook: ovnSouthboundLookSchema,
  ovnSouthboundResults: ovnSouthboundResultsSchema,
  ovsCounters: ovsCountersSchema,
  ovsMap: ovsMapSchema,
  ovsTable: ovsTableSchema,
};

/** The schemas of what the controller keeps, by the names of their validators in src/generated/state.js. */
export const stateSchemas = {
  journalBegin: journalBeginSchema,
  journalStage: journalStageSchema,
  journalRollback: journalRollbackSchema,
  journalEnd: journalEndSchema,
  lockOwner: lockOwnerSchema,
  planFile: planFileSchema,
};

/** The schemas of what `-o json` and `-o ndjson` print; only its readers check it. */
export const documentSchemas = {
  report: reportSchema,
  history: historySchema,
  hosts: hostsSchema,
  events: eventsSchema,
};
