using System.Net;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// The addresses of the pods on one bridge. An address is taken by making a file of its name, so that agents that share the bridge never take
/// the same one. Addresses are handed out in turn: one that came free is used again late.
/// </summary>
/// <param name="folder">Where the files are; it need not outlive the machine's next start.</param>
/// <param name="range">The addresses of the bridge; the first is the machine's own.</param>
internal sealed class PodAddresses(string folder, IPNetwork range)
{
    private static readonly TimeSpan InTheMaking = TimeSpan.FromMinutes(1);

    private readonly Lock _turn = new();
    private int _last = 1;

    private int Count => 1 << (32 - range.PrefixLength);

    /// <summary>Takes an address that nobody has, or null when there is none.</summary>
    public string? Take()
    {
        lock (_turn)
        {
            for (var tried = 0; tried < Count; tried++)
            {
                _last = _last + 1 < Count - 1 ? _last + 1 : 2;
                var address = Of(_last);
                if (TryMark(address)) return address;
            }

            return null;
        }
    }

    /// <summary>Notes that an address is in use.</summary>
    public void Mark(string address) => TryMark(address);

    public void Release(string address) => File.Delete(Path.Combine(folder, address));

    /// <summary>Frees the addresses that no sandbox has, but for those that were taken a moment ago for one that is still being made.</summary>
    public void Sweep(IReadOnlySet<string> used)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            if (!used.Contains(Path.GetFileName(file)) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > InTheMaking) File.Delete(file);
    }

    private bool TryMark(string address)
    {
        var file = Path.Combine(folder, address);
        if (File.Exists(file)) return false;
        try
        {
            using (File.Open(file, FileMode.CreateNew)) return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    private string Of(int index)
    {
        var bytes = range.BaseAddress.GetAddressBytes();
        for (var (i, carry) = (bytes.Length - 1, index); i >= 0 && carry > 0; i--, carry >>= 8) bytes[i] |= (byte)carry;
        return new IPAddress(bytes).ToString();
    }
}
