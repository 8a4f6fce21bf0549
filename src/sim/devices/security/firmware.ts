/**
 * Writes of firmware from the host: of a board, past its security chip, and of drives, past the
 * card in front of them. And what a written board means for the next start of bare metal.
 * Keeps true: what a chip or card refuses changes nothing; what goes through stays until a whole
 * computer is scrubbed.
 */
import { type ElementIr, type MachineIr } from '#ir';
import { elementOf, type MachineSite, type Site } from '../site.ts';
import { cardOf } from './keys.ts';

/** What came of a write. */
export interface Write {
  /** The chip or card that refused it; null: it went through. */
  readonly refusedBy: string | null;
  readonly why: string;
}

const through = (why: string): Write => ({ refusedBy: null, why });

export class Firmware {
  private readonly site: Site;
  /** Ids of machines whose firmware the host has written. */
  private readonly written = new Set<string>();

  constructor(site: Site) {
    this.site = site;
  }

  /** Somebody on the host tries to write the firmware of a board, past its chip, or of a drive. */
  write(target: string): Write {
    const kind = this.site.elements.get(target)?.kind;
    if (kind === 'drive') return this.writeDrive(target);
    if (kind === 'chip') return this.pass(target, (machine) => machine.chip === target);
    const isIt = (machine: MachineIr): boolean =>
      machine.computer === target || machine.sockets.includes(target);
    const chip = [...this.site.machines.values()].find(({ ir }) => isIt(ir))?.ir.chip ?? null;
    if (chip !== null) return this.pass(chip, isIt);
    this.note(isIt);
    return through(`no security chip stands in front of ${target}`);
  }

  /** Why the root of trust does not let a machine start; null: all is well, or nobody verifies. */
  distrust({ ir }: MachineSite): string | null {
    if (ir.chip === null || !this.written.has(ir.id)) return null;
    return `${ir.chip} found that the firmware of ${ir.id} was written by the host`;
  }

  /** A whole computer gets its firmware anew. */
  scrubbed(machine: MachineSite): void {
    this.written.delete(machine.ir.id);
  }

  private pass(id: string, isIt: (machine: MachineIr) => boolean): Write {
    const chip: ElementIr<'chip'> = elementOf(this.site, id, 'chip');
    if (chip.properties.firmwareWrites === 'refused') {
      return { refusedBy: id, why: `${id} refuses writes of the host` };
    }
    this.note(isIt);
    return through(`${id} lets writes of the host pass`);
  }

  private note(isIt: (machine: MachineIr) => boolean): void {
    for (const machine of this.site.machines.values()) {
      if (isIt(machine.ir)) this.written.add(machine.ir.id);
    }
  }

  private writeDrive(id: string): Write {
    const card = cardOf(this.site, this.site.elements.get(id)?.parent);
    if (card === null) return through(`no card stands in front of ${id}`);
    return card.properties.firmwareCommands === 'blocked'
      ? { refusedBy: card.id, why: `${card.id} passes no firmware command on` }
      : through(`${card.id} lets firmware commands pass`);
  }
}
