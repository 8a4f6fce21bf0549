/**
 * The examples that `new` writes: the shipped ones, and a first one that is short enough to read
 * at a glance. Keeps true: each checks without a problem and runs; the tests do both.
 */
import bootStorm from '../../examples/boot-storm.nitro';
import sled from '../../examples/graviton3-sled.nitro';
import graviton4 from '../../examples/graviton4.nitro';
import metal from '../../examples/i3-metal.nitro';
import mac from '../../examples/mac-mini.nitro';
import microvms from '../../examples/microvms.nitro';
import security from '../../examples/security.nitro';

const FIRST = `/// One host of three independent sockets, and two instances that boot on the first.
use aws

host rack : Graviton3Host

instance web[2] : c7g.4xlarge on rack.soc[0] {
  volume root : gp3 { size = 20 GiB }
}

scenario boot {
  at 0 s launch web

  expect boot(web) < 60 s
  expect reached(web[0], cards) < reached(web[0], kernel)
}
`;

export const STARTERS: { readonly [name: string]: string } = {
  first: FIRST,
  'boot-storm': bootStorm,
  'graviton3-sled': sled,
  graviton4,
  'i3-metal': metal,
  'mac-mini': mac,
  microvms,
  security,
};
