namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>The machine's processors.</summary>
/// <param name="Logical">As the kernel counts them.</param>
/// <param name="Cores">Those of them that are not the same core once more.</param>
/// <param name="Sockets">How many chips they are on.</param>
public sealed record ProcessorLayout(int Logical, int Cores, int Sockets)
{
    /// <summary>Reads it from the kernel.</summary>
    public static ProcessorLayout Read() => Parse(File.ReadAllText("/proc/cpuinfo"));

    /// <summary>Works it out of the text of <c>/proc/cpuinfo</c>, which does not tell cores and sockets on every architecture. Pure.</summary>
    public static ProcessorLayout Parse(string cpuInfo)
    {
        var blocks = cpuInfo.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Fields).Where(static f => f.ContainsKey("processor")).ToList();
        var cores = blocks.Where(static b => b.ContainsKey("core id")).Select(static b => (b.GetValueOrDefault("physical id", ""), b["core id"])).Distinct().Count();
        var sockets = blocks.Where(static b => b.ContainsKey("physical id")).Select(static b => b["physical id"]).Distinct().Count();
        return new ProcessorLayout(blocks.Count, cores > 0 ? cores : blocks.Count, Math.Max(1, sockets));
    }

    private static Dictionary<string, string> Fields(string block)
    {
        var fields = new Dictionary<string, string>();
        foreach (var line in block.Split('\n'))
            if (line.Split(':', 2) is [var name, var value]) fields[name.Trim()] = value.Trim();
        return fields;
    }
}
