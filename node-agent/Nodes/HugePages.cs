using System.Globalization;
using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>Memory that is set aside in large pages, by the name of its resource (<c>hugepages-2Mi</c>): one for each size that the machine knows.</summary>
internal static class HugePages
{
    private const string Folder = "/sys/kernel/mm/hugepages";
    private const string Beginning = "hugepages-";

    /// <summary>What the names of these resources begin with.</summary>
    public static bool Is(string resource) => resource.StartsWith(Beginning, StringComparison.Ordinal);

    /// <summary>The size of a page in bytes, by the name of its resource or of the medium of a volume (<c>HugePages-2Mi</c>); 0 where that is no size.</summary>
    public static long SizeOf(string name) => Quantity.TryParse(name.AsSpan(Beginning.Length), out var size) ? size.Value : 0;

    public static IEnumerable<KeyValuePair<string, Quantity>> Read() => !Directory.Exists(Folder) ? [] : Directory.EnumerateDirectories(Folder)
        .Select(static size => Of(Path.GetFileName(size), File.ReadAllText(Path.Combine(size, "nr_hugepages"))));

    /// <summary>Works it out of the name of a size's folder (<c>hugepages-2048kB</c>) and the number of its pages. Pure.</summary>
    public static KeyValuePair<string, Quantity> Of(string folder, string pages)
    {
        var size = long.Parse(folder.AsSpan()[Beginning.Length..^"kB".Length], CultureInfo.InvariantCulture) << 10;
        return new($"{Beginning}{Quantity.Of(size, QuantityFormat.BinarySI)}", Quantity.Of(size * long.Parse(pages, CultureInfo.InvariantCulture), QuantityFormat.BinarySI));
    }
}
