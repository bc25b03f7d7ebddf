using System.Globalization;

namespace Orleans.Kube.Ledger.Tests.Crash;

/// <summary>A write that the crashed process said was acknowledged.</summary>
internal sealed record Acknowledged(long Revision, string Name, WriteKind Kind)
{
    /// <summary>Reads a line of <see cref="CrashWriter"/>; null for one that the kill cut off.</summary>
    public static Acknowledged? Parse(string line) =>
        line.Split(' ') is [var revision, var name, var kind] && Enum.TryParse<WriteKind>(kind, out var parsed)
            ? new(long.Parse(revision, CultureInfo.InvariantCulture), name, parsed)
            : null;
}
