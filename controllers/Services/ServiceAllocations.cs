namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Who holds which cluster IP and node port: each is held by one service at most. A service that reserves keeps what it held before until
/// it settles on what it really has. Not safe for two threads at once.
/// </summary>
public sealed class ServiceAllocations(ServiceNetwork network, IIdSource ids)
{
    private readonly Dictionary<uint, string> _addresses = [];
    private readonly Dictionary<(string Protocol, int Port), string> _ports = [];
    private readonly Dictionary<string, HashSet<object>> _held = [];

    /// <summary>Reserves all that is asked for, or nothing.</summary>
    /// <param name="keep">Whether the reservation is kept; a rehearsal is not.</param>
    public ServiceAllocation Reserve(string service, ServiceRequest request, bool keep = true)
    {
        var refusals = new List<(int, string, string)>();
        var address = request.Address switch
        {
            null => null,
            "" => AnyAddress(refusals),
            var wanted => Address(service, wanted, refusals),
        };
        var ports = new List<(string Protocol, int Port)>(request.Ports.Count);
        for (var i = 0; i < request.Ports.Count; i++)
        {
            var (protocol, number) = request.Ports[i];
            ports.Add((protocol, number == 0 ? AnyPort(protocol, ports, request, i, refusals) : Port(service, protocol, number, i, refusals)));
        }

        if (refusals.Count > 0) return new(null, [], refusals);
        if (keep) Hold(service, address, ports);
        return new(address, [.. ports.Select(static p => p.Port)], []);
    }

    /// <summary>The service holds exactly this from now on.</summary>
    public void Settle(string service, string? address, IEnumerable<(string Protocol, int Port)> ports)
    {
        if (_held.Remove(service, out var held))
        {
            foreach (var item in held)
            {
                if (item is uint offset) _addresses.Remove(offset);
                else _ports.Remove(((string, int))item);
            }
        }

        Hold(service, address, ports);
    }

    private void Hold(string service, string? address, IEnumerable<(string Protocol, int Port)> ports)
    {
        if (!_held.TryGetValue(service, out var held)) held = [];
        if (address is not null && network.Offset(address) is { } offset && _addresses.TryAdd(offset, service)) held.Add(offset);
        foreach (var port in ports)
            if (_ports.TryAdd(port, service)) held.Add(port);
        if (held.Count > 0) _held[service] = held;
    }

    private string? Address(string service, string wanted, List<(int, string, string)> refusals)
    {
        if (network.Offset(wanted) is not { } offset)
            refusals.Add((-1, wanted, $"failed to allocate IP {wanted}: the provided IP ({wanted}) is not in the valid range. The range of valid IPs is {network.Addresses}"));
        else if (_addresses.TryGetValue(offset, out var holder) && holder != service)
            refusals.Add((-1, wanted, $"failed to allocate IP {wanted}: provided IP is already allocated"));
        return wanted;
    }

    private int Port(string service, string protocol, int number, int place, List<(int, string, string)> refusals)
    {
        var value = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (number < network.FirstNodePort || number > network.LastNodePort)
        {
            refusals.Add((place, value,
                $"provided port is not in the valid range. The range of valid ports is {network.FirstNodePort}-{network.LastNodePort}"));
        }
        else if (_ports.TryGetValue((protocol, number), out var holder) && holder != service)
        {
            refusals.Add((place, value, "provided port is already allocated"));
        }

        return number;
    }

    private string? AnyAddress(List<(int, string, string)> refusals)
    {
        var first = Math.Min((uint)network.StaticAddresses, network.Size - 1);
        var found = Search(first, network.Size - 1, offset => !_addresses.ContainsKey(offset))
            ?? Search(1, first, offset => !_addresses.ContainsKey(offset));
        if (found is { } free) return network.Address(free);
        refusals.Add((-1, "", "failed to allocate a serviceIP: range is full"));
        return null;
    }

    private int AnyPort(string protocol, List<(string, int)> chosen, ServiceRequest request, int place, List<(int, string, string)> refusals)
    {
        bool IsFree(uint port) => !_ports.ContainsKey((protocol, (int)port)) && !chosen.Contains((protocol, (int)port)) && !request.Ports.Contains((protocol, (int)port));
        var dynamic = (uint)Math.Min(network.FirstNodePort + network.StaticNodePorts, network.LastNodePort);
        var found = Search(dynamic, (uint)network.LastNodePort + 1, IsFree) ?? Search((uint)network.FirstNodePort, dynamic, IsFree);
        if (found is { } free) return (int)free;
        refusals.Add((place, "0", "failed to allocate a nodePort: range is full"));
        return 0;
    }

    /// <summary>The first free place from a random one on, once around.</summary>
    private uint? Search(uint from, uint to, Func<uint, bool> isFree)
    {
        if (to <= from) return null;
        var size = to - from;
        var start = Start() % size;
        for (uint i = 0; i < size; i++)
        {
            var candidate = from + ((start + i) % size);
            if (isFree(candidate)) return candidate;
        }

        return null;
    }

    private uint Start()
    {
        var number = 0u;
        foreach (var letter in ids.Suffix(8)) number = (number * 27) + (uint)SafeText.Alphabet.IndexOf(letter, StringComparison.Ordinal);
        return number;
    }
}
