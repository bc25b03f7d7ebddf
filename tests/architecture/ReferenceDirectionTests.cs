namespace Orleans.Kube.Architecture.Tests;

/// <summary>References between the folders point one way only: the table of docs/architecture.md.</summary>
public sealed class ReferenceDirectionTests
{
    [Theory]
    [InlineData("model", "")]
    [InlineData("engine", "")]
    [InlineData("controllers", "model")]
    [InlineData("ledger", "model")]
    [InlineData("client", "model")]
    [InlineData("grain-interfaces", "engine model")]
    [InlineData("grains", "controllers engine grain-interfaces")]
    [InlineData("silo", "engine grains ledger")]
    [InlineData("node-agent", "client")]
    [InlineData("samples/embedded", "client silo")]
    public void A_folder_references_only_what_the_architecture_allows(string folder, string allowed)
    {
        var references = Repository.Project(folder).Descendants("ProjectReference")
            .Select(reference => Folder(reference.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal);

        references.Except(allowed.Split(' ')).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("controllers")]
    [InlineData("ledger")]
    public void Clocks_and_randomness_are_banned_where_decisions_are_made(string folder)
    {
        var project = Repository.Project(folder);

        project.Descendants("PackageReference").Select(p => p.Attribute("Include")?.Value).ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        var banned = File.ReadAllText(Path.Combine(Repository.Root, folder, "BannedSymbols.txt"));
        foreach (var symbol in new[] { "DateTime.UtcNow", "DateTimeOffset.UtcNow", "Guid.NewGuid", "Random.Shared", "Task.Delay", "Thread.Sleep" })
            banned.ShouldContain(symbol);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Orleans.Kube.sln")).Replace('\\', '/');
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.StartsWith("artifacts", StringComparison.Ordinal));

        projects.Where(project => !solution.Contains(project, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Folder(string include)
    {
        var parts = include.Replace('\\', '/').Split('/');
        return parts[^2].Replace("$(MSBuildThisFileDirectory)..", "", StringComparison.Ordinal);
    }
}
