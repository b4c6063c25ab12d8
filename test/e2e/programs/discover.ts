// What `init` finds by mDNS in the network namespace that this process is in, as JSON.
import { discover } from '../../../src/discovery/discover.ts';

process.stdout.write(JSON.stringify(await discover(new AbortController().signal)));
