namespace Orleans.Kube.Architecture.Tests;

/// <summary>The bar that docs/architecture.md sets for the shape of the code.</summary>
public sealed class SourceShapeTests
{
    private const int LongestFile = 500;

    private static readonly string[] Folders =
        ["model", "controllers", "ledger", "client", "engine", "grain-interfaces", "grains", "silo", "node-agent"];

    [Fact]
    public void No_source_file_is_longer_than_the_cap() =>
        Repository.SourceFiles(Folders).Where(file => File.ReadLines(file).Count() > LongestFile).ShouldBeEmpty();

    [Fact]
    public void Names_say_what_a_type_is_for() =>
        Repository.SourceFiles(Folders)
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name!.EndsWith("Manager", StringComparison.Ordinal) || name.EndsWith("Helper", StringComparison.Ordinal)
                || name.EndsWith("Helpers", StringComparison.Ordinal) || name.EndsWith("Utils", StringComparison.Ordinal))
            .ShouldBeEmpty();
}
