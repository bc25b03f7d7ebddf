namespace Orleans.Kube.Grains.Writes;

/// <summary>What the client of a write is to be warned of, whatever comes of it.</summary>
public sealed class WarningList
{
    private List<string>? _texts;

    public IReadOnlyList<string> Texts => _texts ?? [];

    public void Add(string warning) => (_texts ??= []).Add(warning);
}
