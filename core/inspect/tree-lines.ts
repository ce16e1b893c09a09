import type { LeafValue } from '../mo/node.ts';
import type { NodeSchema } from '../mo/object-schema.ts';
import type { AssumedValue, DeviceTree, RowProblem, TreeObject } from './device-tree.ts';
import { rowFlags } from './device-tree.ts';
import type { ReportedPart } from './provenance.ts';
import type { StaleReason } from './staleness.ts';

/** A line that is added to a tree. */
export interface NewLine {
  readonly parent: number;
  readonly name: string;
  readonly flags: number;
  readonly value?: LeafValue | undefined;
  readonly schema?: NodeSchema | undefined;
  readonly part: number;
  readonly object: number;
}

/** Collects the lines of a tree, in the order in which they are read. */
export class TreeLines {
  #count = 0;
  #room = 1024;
  #parents = new Int32Array(this.#room);
  #ends = new Int32Array(this.#room);
  #levels = new Int32Array(this.#room);
  #positions = new Int32Array(this.#room);
  #children = new Int32Array(this.#room);
  #flags = new Uint32Array(this.#room);
  #partOf = new Int32Array(this.#room);
  #objectOf = new Int32Array(this.#room);
  readonly #names: string[] = [];
  readonly #values: (LeafValue | undefined)[] = [];
  readonly #schemas: (NodeSchema | undefined)[] = [];
  readonly #problems = new Map<number, RowProblem[]>();
  readonly parts: ReportedPart[] = [];
  readonly objects: TreeObject[] = [];
  readonly assumed = new Map<number, AssumedValue>();
  readonly stale = new Map<number, StaleReason>();
  cutShort = false;
  /** Lines that only the DDF tells of. */
  describedOnly = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a line below another one, whose sub-tree is the last one; -1 is the top. @returns its number */
  add({ parent, name, flags, value, schema, part, object }: NewLine): number {
    const row = this.#count++;
    if (row >= this.#room) this.#grow();
    this.#parents[row] = parent;
    this.#levels[row] = parent < 0 ? 1 : (this.#levels[parent] ?? 0) + 1;
    const before = parent < 0 ? object : (this.#children[parent] ?? 0);
    this.#positions[row] = before + 1;
    if (parent >= 0) this.#children[parent] = before + 1;
    this.#ends[row] = row + 1;
    this.#flags[row] = flags;
    this.#partOf[row] = part;
    this.#objectOf[row] = object;
    this.#names.push(name);
    this.#values.push(value);
    this.#schemas.push(schema);
    return row;
  }

  /** Everything below a line has been added. */
  close(row: number): void {
    this.#ends[row] = this.#count;
  }

  /** Adds flags to a line that is there already. */
  mark(row: number, flags: number): void {
    this.#flags[row] = (this.#flags[row] ?? 0) | flags;
  }

  flagsOf(row: number): number {
    return this.#flags[row] ?? 0;
  }

  problem(row: number, problem: RowProblem): void {
    const known = this.#problems.get(row);
    if (known) known.push(problem);
    else this.#problems.set(row, [problem]);
    this.mark(row, rowFlags.problem);
  }

  /** The names from the root of the instance down to a line. */
  pathOf(row: number): readonly string[] {
    const names: string[] = [];
    for (let at = row; at >= 0 && (this.#levels[at] ?? 0) > 2; at = this.#parents[at] ?? -1)
      names.push(this.#names[at] ?? '');
    return names.reverse();
  }

  tree(): DeviceTree {
    const count = this.#count;
    return {
      count,
      parents: this.#parents.slice(0, count),
      ends: this.#ends.slice(0, count),
      levels: this.#levels.slice(0, count),
      positions: this.#positions.slice(0, count),
      children: this.#children.slice(0, count),
      flags: this.#flags.slice(0, count),
      names: this.#names,
      values: this.#values,
      schemas: this.#schemas,
      partOf: this.#partOf.slice(0, count),
      parts: this.parts,
      objectOf: this.#objectOf.slice(0, count),
      objects: this.objects,
      assumed: this.assumed,
      problems: this.#problems,
      stale: this.stale,
      cutShort: this.cutShort,
    };
  }

  #grow(): void {
    this.#room *= 2;
    const larger = <Numbers extends Int32Array | Uint32Array>(old: Numbers, fresh: Numbers): Numbers => {
      fresh.set(old);
      return fresh;
    };
    this.#parents = larger(this.#parents, new Int32Array(this.#room));
    this.#ends = larger(this.#ends, new Int32Array(this.#room));
    this.#levels = larger(this.#levels, new Int32Array(this.#room));
    this.#positions = larger(this.#positions, new Int32Array(this.#room));
    this.#children = larger(this.#children, new Int32Array(this.#room));
    this.#flags = larger(this.#flags, new Uint32Array(this.#room));
    this.#partOf = larger(this.#partOf, new Int32Array(this.#room));
    this.#objectOf = larger(this.#objectOf, new Int32Array(this.#room));
  }
}
