namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Who holds which cluster IP and node port: each is held by one service at most. A service that reserves keeps what it held before until
/// it settles on what it really has. Not safe for two threads at once.
/// </summary>
public sealed class ServiceAllocations(ServiceNetwork network, IIdSource ids)
{
    private readonly Dictionary<long, string> _addresses = [];
    private readonly Dictionary<(string Protocol, int Port), string> _ports = [];
    private readonly Dictionary<string, HashSet<object>> _held = [];

    /// <summary>Reserves all that is asked for, or nothing.</summary>
    /// <param name="service">Who asks.</param>
    /// <param name="request">What for.</param>
    /// <param name="addresses">The addresses there are.</param>
    /// <param name="keep">Whether the reservation is kept; a rehearsal is not.</param>
    public ServiceAllocation Reserve(string service, ServiceRequest request, ServiceAddresses addresses, bool keep = true)
    {
        var refusals = new List<(int, string, string)>();
        var address = request.Address switch
        {
            null => null,
            "" => AnyAddress(addresses, refusals),
            var wanted => Address(service, wanted, addresses, refusals),
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
                if (item is long number) _addresses.Remove(number);
                else _ports.Remove(((string, int))item);
            }
        }

        Hold(service, address, ports);
    }

    private void Hold(string service, string? address, IEnumerable<(string Protocol, int Port)> ports)
    {
        if (!_held.TryGetValue(service, out var held)) held = [];
        if (address is not null && ServiceRange.NumberOf(address) is { } number && _addresses.TryAdd(number, service)) held.Add(number);
        foreach (var port in ports)
            if (_ports.TryAdd(port, service)) held.Add(port);
        if (held.Count > 0) _held[service] = held;
    }

    private string? Address(string service, string wanted, ServiceAddresses addresses, List<(int, string, string)> refusals)
    {
        if (ServiceRange.NumberOf(wanted) is not { } number || !addresses.Ranges.Any(range => range.Gives(number)))
            refusals.Add((-1, wanted, $"failed to allocate IP {wanted}: the provided network does not match the current range"));
        else if (_addresses.TryGetValue(number, out var holder) ? holder != service : addresses.IsTaken(wanted))
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

    private string? AnyAddress(ServiceAddresses addresses, List<(int, string, string)> refusals)
    {
        bool IsFree(long number) => !_addresses.ContainsKey(number) && !addresses.IsTaken(ServiceRange.Address(number));
        foreach (var range in addresses.Ranges)
            if ((Search(range.Dynamic, range.End, IsFree) ?? Search(range.First, range.Dynamic, IsFree)) is { } free) return ServiceRange.Address(free);
        refusals.Add((-1, "", "failed to allocate a serviceIP: range is full"));
        return null;
    }

    private int AnyPort(string protocol, List<(string, int)> chosen, ServiceRequest request, int place, List<(int, string, string)> refusals)
    {
        bool IsFree(long port) => !_ports.ContainsKey((protocol, (int)port)) && !chosen.Contains((protocol, (int)port)) && !request.Ports.Contains((protocol, (int)port));
        var dynamic = Math.Min(network.FirstNodePort + network.StaticNodePorts, network.LastNodePort);
        var found = Search(dynamic, network.LastNodePort + 1, IsFree) ?? Search(network.FirstNodePort, dynamic, IsFree);
        if (found is { } free) return (int)free;
        refusals.Add((place, "0", "failed to allocate a nodePort: range is full"));
        return 0;
    }

    /// <summary>The first free place from a random one on, once around.</summary>
    private long? Search(long from, long to, Func<long, bool> isFree)
    {
        if (to <= from) return null;
        var size = to - from;
        var start = Start() % size;
        for (long i = 0; i < size; i++)
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
