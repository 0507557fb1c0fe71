/** Exports that no other file imports, read from the syntax alone. */
import { posix } from 'node:path';
import ts from 'typescript';

/** A source file; `path` is below the project's folder, with forward slashes. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A name that a file exports. */
interface Export {
  readonly path: string;
  readonly name: string;
  /** Its comment says `@internal`. */
  readonly forTests: boolean;
}

/** `path#name`, or `path#*` if the whole module is taken as an object. */
type Use = `${string}#${string}`;

const isTest = (path: string): boolean => /^(test|bench|scripts)\//.test(path);

/**
 * One sentence for each export of src that no other file imports, or only tests, without the mark `@internal`. Others
 * than us import from the files that are `offered`.
 */
export function unusedExports(files: readonly SourceText[], offered: RegExp): readonly string[] {
  const parsed = files.map(({ path, text }) =>
    ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  );
  const uses = (group: readonly ts.SourceFile[]): Set<Use> => new Set(group.flatMap(usesOf));
  const byProduct = uses(parsed.filter(({ fileName }) => !isTest(fileName)));
  const byTests = uses(parsed.filter(({ fileName }) => isTest(fileName)));
  const isIn = (set: Set<Use>, { path, name }: Export): boolean =>
    set.has(`${built(path)}#${name}`) || set.has(`${built(path)}#*`);
  return parsed
    .filter(({ fileName }) => !isTest(fileName) && !offered.test(fileName))
    .flatMap(exportsOf)
    .flatMap((one) => {
      if (isIn(byProduct, one)) return [];
      if (!isIn(byTests, one)) return [`${one.path} exports ${one.name} for nobody`];
      return one.forTests ? [] : [`${one.path} exports ${one.name} for tests only`];
    });
}

function exportsOf(source: ts.SourceFile): readonly Export[] {
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return exportOf(source, statement, listed(statement));
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (modifiers?.every(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword) ?? true) return [];
    return exportOf(source, statement, declared(statement));
  });
}

function exportOf(source: ts.SourceFile, node: ts.Node, names: readonly string[]): Export[] {
  const forTests = source.text.slice(node.pos, node.getStart()).includes('@internal');
  return names.map((name) => ({ path: source.fileName, name, forTests }));
}

function listed({ exportClause }: ts.ExportDeclaration): readonly string[] {
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
  return exportClause.elements.map(({ name }) => name.text);
}

function declared(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const name =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
      ? statement.name
      : undefined;
  return name === undefined ? [] : [name.text];
}

function usesOf(source: ts.SourceFile): readonly Use[] {
  const uses: Use[] = [];
  const add = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const target = posix.join(posix.dirname(source.fileName), specifier.text);
    for (const name of names) uses.push(`${target}#${name}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, imported(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, reExported(node));
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, [node.qualifier?.getText() ?? '*']);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], taken(node));
    }
    if (ts.isCallExpression(node) && node.expression.getText() === 'dashboardModule') {
      const [name] = node.arguments;
      const file = name !== undefined && ts.isStringLiteral(name) ? name.text : '';
      for (const each of taken(node)) uses.push(`src/dashboard/${file}#${each}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function imported(clause: ts.ImportClause | undefined): readonly string[] {
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return [];
  if (ts.isNamespaceImport(bindings)) return ['*'];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function reExported({ exportClause }: ts.ExportDeclaration): readonly string[] {
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return ['*'];
  return exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** What `const { a, b } = await import(…)` takes. */
function taken(call: ts.CallExpression): readonly string[] {
  const declaration = call.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isObjectBindingPattern(declaration.name)) {
    return ['*'];
  }
  return declaration.name.elements.map(({ name, propertyName }) =>
    (propertyName ?? name).getText(),
  );
}

/** `x.ts` and `x.d.ts` are imported as `x.js`. */
function built(path: string): string {
  return path.replace(/(\.d)?\.ts$/, '.js');
}
