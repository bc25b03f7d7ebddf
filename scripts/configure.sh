# Chooses the grain engine and writes the choice to Engine.props, which git ignores.

configure_engine() {
    local engine=''
    while [ $# -gt 0 ]; do
        case "$1" in
            --engine) engine=${2:?--engine takes orleans or embedded}; shift ;;
            *) fail "unknown option '$1' (see ./kube help)" ;;
        esac
        shift
    done
    need_sdk
    case "${engine,,}" in
        orleans) write_engine Orleans "as asked" ;;
        embedded) write_engine Embedded "as asked" ;;
        '')
            if orleans_restores; then
                write_engine Orleans "its packages restore from your package sources"
            else
                write_engine Embedded "the Orleans packages do not restore from your package sources ($orleans_missing)"
            fi
            ;;
        *) fail "--engine takes orleans or embedded, not '$engine'" ;;
    esac
}

write_engine() {
    printf '<Project>\n  <PropertyGroup>\n    <Engine>%s</Engine>\n  </PropertyGroup>\n</Project>\n' "$1" >"$root/Engine.props"
    say "Engine: $1, $2. Written to Engine.props; ./kube up builds with it."
}

# Restores a project with the same Orleans packages in a folder of its own.
orleans_restores() {
    local work log
    work=$(mktemp -d)
    log=$work/restore.log
    cp "$root/Directory.Packages.props" "$work/"
    {
        echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
        for package in Sdk Runtime Server; do echo "<PackageReference Include=\"Microsoft.Orleans.$package\" />"; done
        echo '</ItemGroup></Project>'
    } >"$work/probe.csproj"
    say "Looking for the Orleans packages …"
    local code=0
    dotnet restore "$work/probe.csproj" -v minimal >"$log" 2>&1 </dev/null || code=$?
    orleans_missing=$(grep -o -E 'Unable to find package Microsoft\.Orleans\.[A-Za-z.]+[A-Za-z]' "$log" | sort -u | head -n 3 | sed 's/Unable to find package //' | paste -sd ' ')
    [ -n "$orleans_missing" ] && orleans_missing="missing: $orleans_missing" || orleans_missing=$(grep -o -E 'error NU[0-9]+' "$log" | head -n 1)
    rm -rf "$work"
    return $code
}
