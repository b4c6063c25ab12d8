import { describeLab } from '../../support/lab.ts';
import { endpointHazards } from './cases.ts';
import { judged } from './suite.ts';

describeLab('an endpoint that OVN takes and then loses is refused before it is written:', () => {
  judged(endpointHazards);
});
