/** The Markdown pages of the project, taken apart as far as tests look at them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/project-root.js';

/** A fenced block. */
export interface CodeBlock {
  /** What stands behind the fence; empty where nothing does. */
  readonly language: string;
  readonly text: string;
}

/** A page. */
export interface Page {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
  /** Inline code. */
  readonly spans: readonly string[];
  /** Targets of links and pictures, as they stand. */
  readonly links: readonly string[];
  /** What `#…` may name, as GitHub makes it of headings. */
  readonly anchors: ReadonlySet<string>;
}

const folders = ['', 'docs', 'examples'];
const fence = /^(```+)(\w*)\n([\s\S]*?)^\1$/gm;

/** All pages. */
export function readPages(): readonly Page[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => readPage(join(folder, name))),
  );
}

/** Takes the text of a page apart. */
export function pageOf(path: string, text: string): Page {
  const blocks = [...text.matchAll(fence)].map(([, , language = '', body = '']) => ({
    language,
    text: body,
  }));
  const prose = text.replaceAll(fence, '');
  const words = prose.replaceAll(/`[^`\n]*`/g, '');
  return {
    path,
    text,
    blocks,
    spans: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span),
    links: [...words.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
    anchors: new Set([...prose.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title))),
  };
}

function readPage(path: string): Page {
  return pageOf(path, readFileSync(join(projectRoot, path), 'utf8'));
}

function anchorOf(title: string): string {
  const kept = title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '');
  return kept.trim().replaceAll(' ', '-');
}
