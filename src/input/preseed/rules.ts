import { parseAddress, parseCidr } from '../../model/address.ts';
import { type Advice, type Invalid, invalid } from '../invalid.ts';
import { addressAdvice } from '../native/addresses.ts';
import { show } from '../show.ts';
import { type System, textOf } from './system.ts';

/** MicroCloud's own rules on names and underlay, in its words; the native rules add what it lacks. */
export function broken(systems: readonly System[]): readonly Invalid[] {
  return [unnamed, duplicate, missing, notBare, notCidr, twoAddresses].flatMap((rule) =>
    rule(systems),
  );
}

type Rule = (systems: readonly System[]) => readonly Invalid[];

const unnamed: Rule = (systems) =>
  systems
    .filter(({ name }) => name === null)
    .map(({ place }) =>
      invalid(place, { cause: 'Missing system name', instead: 'add `name:` with its host name' }),
    );

const duplicate: Rule = (systems) => {
  const seen = new Set<string>();
  return systems.flatMap(({ name }) => {
    const text = textOf(name);
    if (name === null || text === '' || seen.size < seen.add(text).size) return [];
    const cause = `Duplicate system name ${quote(text)}`;
    return [invalid(name.at, { cause, instead: 'leave one out, or give one another name' })];
  });
};

const missing: Rule = (systems) => {
  const without = systems.filter(({ bare, cidr }) => bare === null && cidr === null);
  if (without.length === systems.length) return [];
  return without.map(({ place, name }) =>
    invalid(name?.at ?? place, {
      cause: 'Some systems are missing an underlay interface',
      instead: 'add `ovn_underlay_ip:` to this system too, or leave it out of all',
    }),
  );
};

const notBare: Rule = (systems) =>
  systems.flatMap(({ bare }) => {
    const text = textOf(bare);
    if (bare === null || parseAddress(text) !== null) return [];
    return [invalid(bare.at, { ...bareAdvice(text), cause: `Invalid underlay IP ${quote(text)}` })];
  });

const notCidr: Rule = (systems) =>
  systems.flatMap(({ cidr }) => {
    const text = textOf(cidr);
    if (cidr === null || parseCidr(text) !== null) return [];
    const cause = `Failed to parse supplied underlay IP ${quote(text)}`;
    const { instead } = parseAddress(text) === null ? addressAdvice(text) : withPrefix(text);
    return [invalid(cidr.at, { cause, instead })];
  });

const twoAddresses: Rule = (systems) =>
  systems.flatMap(({ bare, cidr }) => {
    const address = parseCidr(textOf(cidr))?.address;
    const other = parseAddress(textOf(bare));
    if (bare === null || !address || !other || address.text === other.text) return [];
    const cause = `${show(textOf(bare))} is not the \`underlay_ip\` ${show(textOf(cidr))}`;
    return [invalid(bare.at, { cause, instead: 'leave one of the two out' })];
  });

function bareAdvice(text: string): Advice {
  const address = parseCidr(text)?.address;
  if (!address) return addressAdvice(text);
  return { cause: '', instead: `write ${show(address.text)}, without prefix length` };
}

function withPrefix(text: string): Advice {
  return { cause: '', instead: `add its prefix length, or write \`ovn_underlay_ip: ${text}\`` };
}

/** A word as Go's %q shows it: the messages are to be found by their text. */
function quote(word: string): string {
  return `"${show(word).slice(1, -1)}"`;
}
