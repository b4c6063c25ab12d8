import fc from 'fast-check';

/** Text as nobody sane writes it; short more often than long. */
export function hostileText(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...nasty) },
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    { weight: 2, arbitrary: surrogates },
    { weight: 2, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: giant() },
  );
}

const nasty = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\0',
  'a\0b',
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m',
  '\u0008\u0008\u0008ok',
  '\u202egnp.exe\u2066',
  '\u2028\u2029\ufeff',
  'Z̸̢͓͝a̷l',
  '👩‍👩‍👧‍👦',
  'ﷺ',
  '__proto__',
  'constructor',
  'toString',
  'undefined',
  '-0',
  '1e999',
  '9'.repeat(400),
  '{{ name }}',
  '{{ underlay_ip',
  '$(reboot)',
  '`reboot`',
  '; reboot #',
  '" || true; "',
  "' -- set Open_vSwitch . external_ids={}",
  '%s%n%1$x',
  '../../../../etc/passwd',
  '[::1]',
  '0x7f.1',
  '::ffff:198.19.0.11',
  'fe80::1%eth0',
];

const surrogates = fc
  .array(fc.constantFrom('\ud800', '\udc00', '\udbff', 'a'), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));

/** One short text again and again. */
function giant(): fc.Arbitrary<string> {
  const unit = fc.constantFrom('a', '1', '1.', ',', ' ', '\n', '[', '{"a":', '- ', '\u0000', 'é');
  return fc
    .tuple(unit, fc.integer({ min: 1, max: 2_000 }))
    .map(([text, times]) => text.repeat(times));
}
