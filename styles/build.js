// Compiles uswds.scss, leaves out every selector with a class that no voting page and no line of classes.txt names, and
// writes the style sheet with its images and licence to registry/web/assets. The same inputs give the same bytes.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const uswds = join(here, "node_modules/@uswds/uswds");
const web = join(here, "../registry/web");
const images = join(web, "assets/uswds");

const read = (path) => readFileSync(path, "utf8");
const filesIn = (folder, ending) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

function classesThatCount() {
  const files = [join(here, "classes.txt"), ...filesIn(join(web, "templates/vote"), ".html")];
  return new Set(files.flatMap((path) => read(path).match(/[\w-]+/g)));
}

function withoutOtherClasses(css, known) {
  const root = postcss.parse(css);
  const isWanted = (selector) => [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].every(([, name]) => known.has(name));
  root.walkRules((rule) => {
    const wanted = rule.selectors.filter(isWanted);
    if (wanted.length === 0) rule.remove();
    else rule.selectors = wanted;
  });
  root.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove();
  });
  return root.toString();
}

const { css } = compile(join(here, "uswds.scss"), {
  loadPaths: [join(uswds, "packages")],
  quietDeps: true,
  style: "compressed",
});
rmSync(images, { recursive: true, force: true });
mkdirSync(images);
// One flat folder of images, named as their files are.
const style = withoutOtherClasses(css.replace(/^\uFEFF/, ""), classesThatCount()).replace(
  /url\("?uswds\/([^")]+)"?\)/g,
  (_, path) => {
    copyFileSync(join(uswds, "dist/img", path), join(images, basename(path)));
    return `url(uswds/${basename(path)})`;
  },
);
copyFileSync(join(uswds, "LICENSE.md"), join(images, "LICENSE.md"));
const { version } = JSON.parse(read(join(uswds, "package.json")));
const head = `/*! USWDS ${version}, cut down by styles/build.js; its licences: uswds/LICENSE.md */\n`;
writeFileSync(join(web, "assets/uswds.css"), `${head}${style}\n`);
console.log(`registry/web/assets/uswds.css: ${Buffer.byteLength(style)} bytes`);
