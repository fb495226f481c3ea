/** What all REST controllers share: how bodies are read, and problem details with the codes of the catalogue. */
@NullMarked
package im.hongyan.core.rest;

import org.jspecify.annotations.NullMarked;
