/** What a source file imports and does, read from its syntax alone. */
import ts from 'typescript';

/** One import of a module, in whatever way it is written. */
export interface ModuleImport {
  /** As it stands in the source. */
  readonly specifier: string;
  /** True where the compiler drops it altogether. */
  readonly typeOnly: boolean;
}

/** One source file. */
export interface SourceModule {
  /** Below src/, with forward slashes. */
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  readonly lines: number;
  readonly touchesEnvironment: boolean;
  readonly touchesProcess: boolean;
  /** True where it looks at the place of its own file. Packages may be resolved from anywhere. */
  readonly touchesPlace: boolean;
  /** True where it does nothing but hand on what others export. */
  readonly barrel: boolean;
}

/** Reads one file; `path` is below src/. */
export function readModule(path: string, text: string): SourceModule {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const nodes = nodesOf(source);
  const imports = nodes.map(importOf).filter((found) => found !== undefined);
  const touchesEnvironment = nodes.some(readsEnvironment);
  const importsProcess = imports.some(({ specifier }) => /^(node:)?process$/.test(specifier));
  // Where a file has something of its own by that name, the linter's scopes tell them apart.
  const touchesProcess = importsProcess || (nodes.some(isProcess) && !nodes.some(isOwnProcess));
  const touchesPlace = nodes.some(looksAtPlace);
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return {
    path,
    imports,
    lines,
    touchesEnvironment,
    touchesProcess,
    touchesPlace,
    barrel: isBarrel(source),
  };
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}

function importOf(node: ts.Node): ModuleImport | undefined {
  if (ts.isImportDeclaration(node)) {
    return named(
      node.moduleSpecifier,
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    );
  }
  if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return named(node.argument.literal, true);
  }
  const [argument] =
    ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];
  if (argument === undefined) return undefined;
  return isDynamicImport(node) || isModuleUrl(node) ? named(argument, false) : undefined;
}

function named(specifier: ts.Node | undefined, typeOnly: boolean): ModuleImport | undefined {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return undefined;
  return { specifier: specifier.text, typeOnly };
}

function isDynamicImport(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

/** `new URL('./x.js', import.meta.url)`, as worker threads are started: an import by another name. */
function isModuleUrl(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'URL') return false;
  const [target] = node.arguments ?? [];
  return (
    target !== undefined && ts.isStringLiteralLike(target) && /^\.\.?\/.*\.js$/.test(target.text)
  );
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === 'env' && node.expression.getText().endsWith('process');
  }
  const fromProcess =
    ts.isImportDeclaration(node) && /['"](node:)?process['"]/.test(node.moduleSpecifier.getText());
  return fromProcess && /\benv\b/.test(node.importClause?.getText() ?? '');
}

/** `import.meta.url` and its kin, `import.meta.resolve` aside. */
function looksAtPlace(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.expression.kind === ts.SyntaxKind.MetaProperty &&
    node.name.text !== 'resolve'
  );
}

/** The global `process`, not a member or key of that name. */
function isProcess(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'process') return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return ts.isCallExpression(parent) || ts.isElementAccessExpression(parent);
}

function isOwnProcess(node: ts.Node): boolean {
  const declares =
    ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
  return declares && ts.isIdentifier(node.name) && node.name.text === 'process';
}

function isBarrel(source: ts.SourceFile): boolean {
  const handsAllOn = source.statements.some(
    (statement) => ts.isExportDeclaration(statement) && statement.exportClause === undefined,
  );
  const handsOn = source.statements.some(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
  const doesMore = source.statements.some(
    (statement) => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement),
  );
  return handsAllOn || (handsOn && !doesMore);
}
