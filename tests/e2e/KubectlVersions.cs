namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The versions of kubectl that the tests use: those installed beside the one in the path as <c>kubectl.1.N</c>, else that one.</summary>
internal static class KubectlVersions
{
    private const string Only = "installed";
    private const int Served = 33;

    private static readonly string Installed = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(static folder => Path.Combine(folder, "kubectl"))
        .First(File.Exists);

    private static readonly string Folder = Path.GetDirectoryName(new FileInfo(Installed).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Installed)!;

    private static readonly IReadOnlyList<int> Minors =
        [.. Directory.GetFiles(Folder, "kubectl.1.*").Select(static path => int.Parse(path[(path.LastIndexOf('.') + 1)..])).Where(static minor => minor <= Served).Order()];

    /// <summary>The newest and the oldest.</summary>
    public static IReadOnlyList<string> All { get; } = Minors.Count == 0 ? [Only] : [.. new[] { Minors[^1], Minors[0] }.Distinct().Select(static minor => $"1.{minor}")];

    public static string PathOf(string version) => version == Only ? Installed : Path.Combine(Folder, $"kubectl.{version}");

    /// <summary>Whether the version is not the newest, whose words may differ.</summary>
    public static bool IsOld(string version) => version != All[0];
}
