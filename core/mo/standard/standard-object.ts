import { readDdf } from '../ddf.ts';
import type { ObjectSchema } from '../object-schema.ts';

/** A management object that the product knows by itself. */
export interface StandardObject {
  readonly moid: string;
  /** Its device description, as XML. */
  readonly ddf: string;
  /** The description, read when it is first asked for. */
  schema(): ObjectSchema & { readonly moid: string };
}

/** A standard object by its MOID and the XML of its description. */
export function standardObject(moid: string, ddf: string): StandardObject {
  let schema: (ObjectSchema & { readonly moid: string }) | undefined;
  return {
    moid,
    ddf,
    schema() {
      schema ??= { ...onlySchema(moid, ddf), moid };
      return schema;
    },
  };
}

function onlySchema(moid: string, ddf: string): ObjectSchema {
  const reading = readDdf(ddf, moid);
  const [first, ...more] = reading.kind === 'schemas' ? reading.schemas : [];
  if (first?.moid !== moid || more.length > 0)
    throw new Error(`the description of ${moid} is wrong: ${JSON.stringify(reading)}`);
  return first;
}
