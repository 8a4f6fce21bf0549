/**
 * A copy of the IR's types that a schema generator can read. The IR takes the keys of an element's
 * properties from the kinds table by type inference; only the compiler can follow that, so it is
 * asked to spell them out, kind by kind.
 * Keeps true: everything but those properties stands in the copy as its author wrote it.
 */
import { inRoot } from './house.mjs';

const typesPath = inRoot('src', 'ir', 'types.ts');

/**
 * The statements of the file that are replaced, by the name they declare.
 * @param {string} kinds  the union of kind names, as text
 * @param {string[]} elementKinds
 * @param {Map<string, string>} propertiesByKind
 */
function replacements(kinds, elementKinds, propertiesByKind) {
  const members = [...propertiesByKind].map(([kind, text]) => `readonly ${kind}: ${text};`);
  const elements = elementKinds.map((kind) => `export type ${title(kind)} = ElementIr<'${kind}'>;`);
  return new Map([
    [
      'PropertiesOf',
      [
        `type KindName = ${kinds};`,
        `interface PropertiesByKind { ${members.join('\n')} }`,
        'export type PropertiesOf<K extends KindName> = PropertiesByKind[K];',
      ].join('\n'),
    ],
    [
      'AnyElement',
      `${elements.join('\n')}\nexport type AnyElement = ${elementKinds.map(title).join(' | ')};`,
    ],
  ]);
}

/** @param {string} kind */
const title = (kind) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Element`;

/** @returns {Promise<string>} the text of a TypeScript file without imports */
export async function flatIrTypes() {
  const { default: ts } = await import('typescript');
  const config = ts.getParsedCommandLineOfConfigFile(
    inRoot('src', 'tsconfig.json'),
    { composite: false, incremental: false, noEmit: true, emitDeclarationOnly: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (!config) throw new Error('src/tsconfig.json cannot be read');
  const program = ts.createProgram([typesPath], config.options);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(typesPath);
  if (!file) throw new Error(`${typesPath} cannot be read`);

  /** @param {string} name */
  const declared = (name) => {
    const found = file.statements.find(
      (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === name,
    );
    if (!found || !ts.isTypeAliasDeclaration(found)) throw new Error(`The IR has no type ${name}`);
    return found;
  };
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
  const parameter = declared('PropertiesOf').typeParameters?.[0];
  const constraint = parameter && checker.getTypeAtLocation(parameter).getConstraint();
  const kinds = constraint?.isUnion() ? constraint.types : [];
  if (kinds.length === 0) throw new Error('PropertiesOf takes no union of kinds');

  const elements = checker.getTypeAtLocation(declared('AnyElement'));
  /** @type {Map<string, string>} */
  const propertiesByKind = new Map();
  for (const element of elements.isUnion() ? elements.types : []) {
    const kind = element.getProperty('kind');
    const properties = element.getProperty('properties');
    if (!kind || !properties) throw new Error('An element has no kind or no properties');
    const name = checker.getTypeOfSymbol(kind);
    const type = checker.getTypeOfSymbol(properties);
    if (!name.isStringLiteral()) throw new Error('The kind of an element is no single word');
    const lines = checker.getPropertiesOfType(type).map((property) => {
      const value = checker.typeToString(checker.getTypeOfSymbol(property), undefined, flags);
      return `readonly ${JSON.stringify(property.name)}: ${value};`;
    });
    propertiesByKind.set(name.value, `{ ${lines.join(' ')} }`);
  }
  const elementKinds = [...propertiesByKind.keys()].sort();
  const link = linkProperties(ts, { checker, file, flags });
  if (link) propertiesByKind.set('link', link);

  const names = kinds.map((kind) => checker.typeToString(kind)).sort();
  const unseen = names.filter((name) => !propertiesByKind.has(JSON.parse(name)));
  for (const name of unseen) propertiesByKind.set(JSON.parse(name), '{}');
  const replaced = replacements(names.join(' | '), elementKinds, propertiesByKind);
  const dropped = new Set(['Suffix', 'KeyOf', 'Plain', 'Value']);
  return file.statements
    .map((statement) => {
      if (ts.isImportDeclaration(statement)) return '';
      if (!ts.isTypeAliasDeclaration(statement)) return statement.getFullText();
      if (dropped.has(statement.name.text)) return '';
      return replaced.get(statement.name.text) ?? statement.getFullText();
    })
    .join('\n');
}

/**
 * Links are no elements, but the IR names the type of one of their properties: where it says
 * `PropertiesOf<'link'>['medium']`, the compiler knows what that is.
 * @param {typeof import('typescript')} ts
 * @param {{ checker: import('typescript').TypeChecker, file: import('typescript').SourceFile,
 *   flags: number }} where
 */
function linkProperties(ts, { checker, file, flags }) {
  /** @type {string[]} */
  const lines = [];
  /** @param {import('typescript').Node} node */
  const visit = (node) => {
    if (ts.isIndexedAccessTypeNode(node) && node.objectType.getText() === "PropertiesOf<'link'>") {
      const value = checker.typeToString(checker.getTypeAtLocation(node), undefined, flags);
      lines.push(`readonly ${node.indexType.getText()}: ${value};`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines.length > 0 ? `{ ${[...new Set(lines)].join(' ')} }` : undefined;
}
