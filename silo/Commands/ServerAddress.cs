using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Commands;

/// <summary>Where the API server of a data directory listens.</summary>
internal static class ServerAddress
{
    private const string Default = "https://127.0.0.1:6443";
    private const string Key = "server: ";

    /// <summary>The address that was given, else the one of the last run, else the default.</summary>
    public static string Of(DataDirectory data, string? given)
    {
        if (!string.IsNullOrEmpty(given)) return given;
        if (!File.Exists(data.AdminKubeconfig)) return Default;
        var line = File.ReadLines(data.AdminKubeconfig).FirstOrDefault(static l => l.TrimStart().StartsWith(Key, StringComparison.Ordinal));
        return line?.Trim()[Key.Length..] ?? Default;
    }
}
