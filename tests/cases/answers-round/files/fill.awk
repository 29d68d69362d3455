# Fills in what 'answers init' wrote: each question with the answer that means no problem, by what
# its comment says it takes. With -v without=ID that one stays empty.
/^by:/ { print "by: M. Smit"; next }
/^on:/ { print "on: 2026-11-20"; next }
/^  # Takes yes or no/ { value = "yes" }
/^  # Takes a whole number/ { value = "1" }
/^  # Takes a size/ { value = "64g" }
/^  # Takes a text/ { value = "elsewhere" }
/^  # Takes one of/ { value = $NF; sub(/.*[/]/, "", value); sub(/[.]$/, "", value) }
/^  # Takes a day/ { value = "2026-11-20" }
/^  # Takes fine/ { value = "fine" }
/^  - (question|rule): / { id = $3 }
/^    value:$/ && id != without { $0 = $0 " " (id == "shown-in-frame" ? "no" : value) }
{ print }
