/**
 * The command-line front: replays outcomes from CSV and shows exported states. It uses the public
 * API only, and the module does not export it. {@link io.github.bayesiantrust.cli.Main} is the
 * door.
 */
package io.github.bayesiantrust.cli;
