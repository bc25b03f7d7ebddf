using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Tests.Services;

/// <summary>Services come, go, come again under the same names and take over one another's addresses faster than anybody shows them; answers get lost.</summary>
public sealed class AddressPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Fact]
    public void Each_address_is_shown_as_that_of_the_service_that_has_it_and_nothing_else_is_touched() => Script.ForAll(static script =>
    {
        var world = new World();
        while (script.HasMore)
        {
            switch (script.Choose(6))
            {
                case 0 or 1:
                    world.Write(script.Pick(Names), script.Pick<string?>(["", "", "10.0.0.2", null]), isKept: script.Choose(4) > 0);
                    break;
                case 2:
                    world.Delete(script.Pick(Names));
                    break;
                case 3:
                    world.Meddle(script);
                    break;
                default:
                    world.Reconcile(script.Pick(Names), script.Choose(6), script.Choose(4));
                    break;
            }
        }

        Rest(world, [.. Names.Where(world.Has)]);
        Shown(world).Where(a => world.Held.ContainsKey(a.Key)).ShouldBe(Wanted(world), ignoreOrder: true, "who is gone is not asked again");
        Rest(world, Names);
        Shown(world).ShouldBe(Wanted(world), ignoreOrder: true);
    });

    private static void Rest(World world, string[] names)
    {
        for (var rounds = 0; names.Sum(name => world.Reconcile(name, 0, int.MaxValue)) > 0; rounds++) rounds.ShouldBeLessThan(3, "it never rests");
    }

    private static Dictionary<string, string> Shown(World world) => world.Addresses.Where(static a => AddressPlanner.ServiceOf(a) is not null).ToDictionary(static a => a.Metadata.Name, static a => AddressPlanner.ServiceOf(a)!.Value.Name);

    private static Dictionary<string, string> Wanted(World world) => world.Held;

    /// <summary>Four addresses, and those who give, have and show them.</summary>
    private sealed class World
    {
        private static readonly ServiceRange[] Range = [ServiceRange.Of("10.0.0.0/29")!];

        private readonly Shelf _shelf = new();
        private readonly ServiceAllocations _allocations = new(new ServiceNetwork(), new RandomIdSource(new Random(1)));
        private readonly Dictionary<string, long> _changed = [];

        public IReadOnlyList<IPAddress> Addresses => _shelf.Latest.List<IPAddress>(Resources.IPAddresses);

        /// <summary>Who has which address; that two have one is an error.</summary>
        public Dictionary<string, string> Held => _shelf.Latest.List<Service>(Resources.Services).Where(static s => s.Spec.ClusterIP.Contains('.', StringComparison.Ordinal)).ToDictionary(static s => s.Spec.ClusterIP, static s => s.Metadata.Name);

        public bool Has(string name) => _shelf.Latest.Find(Key(name)) is not null;

        /// <summary>A service is made or changed, which reserves, writes and settles.</summary>
        /// <param name="address">As in <see cref="ServiceRequest"/>.</param>
        /// <param name="isKept">Whether the write was not refused.</param>
        public void Write(string name, string? address, bool isKept)
        {
            var taken = Addresses.Where(static a => AddressPlanner.ServiceOf(a) is null).Select(static a => a.Metadata.Name);
            if (_shelf.Latest.Find(Key(name))?.As<Service>() is { Spec.ClusterIP.Length: > 0 } had && address is not null) address = had.Spec.ClusterIP == ServiceFacts.None ? null : had.Spec.ClusterIP;
            var grant = _allocations.Reserve(name, new ServiceRequest(address, []), new ServiceAddresses(Range, taken.Contains));
            if (grant.Refusals.Count == 0 && isKept) Put(name, grant.Address ?? "");
            _allocations.Settle(name, Held.FirstOrDefault(h => h.Value == name).Key, []);
            Held.Keys.ShouldAllBe(static a => Range[0].Gives(ServiceRange.NumberOf(a)!.Value));
        }

        public void Delete(string name)
        {
            _shelf.Delete(Key(name));
            _changed[name] = _shelf.Latest.Revision;
            _allocations.Settle(name, null, []);
        }

        /// <summary>A service becomes one without an address by name, or somebody removes an IPAddress or makes one for something else.</summary>
        public void Meddle(Script script)
        {
            var address = $"10.0.0.{1 + script.Choose(6)}";
            if (script.Choose(4) == 0 && _shelf.Latest.Find(Key("d")) is null) Put("d", ServiceFacts.None);
            else if (_shelf.Latest.Find<IPAddress>(Resources.IPAddresses, address) is not null) _shelf.Delete(new ObjectKey(Resources.IPAddresses, "", address));
            else _shelf.Put(Resources.IPAddresses, new IPAddress { Metadata = new ObjectMeta { Name = address }, Spec = new() { ParentRef = new() { Group = "example.com", Resource = "gateways", Name = "g" } } });
        }

        /// <summary>What a service shows on a view that is some writes old, though not older than the service itself, up to the answer that is lost.</summary>
        public int Reconcile(string name, int behind, int answers)
        {
            var view = _shelf.Ago(behind, _changed.GetValueOrDefault(name));
            var service = _shelf.Latest.Find(Key(name))?.As<Service>();
            IPAddress? Find(string address) => view.Find<IPAddress>(Resources.IPAddresses, address);
            var writes = AddressPlanner.Plan(Key(name), service, Find, key => view.Find(key)?.As<Service>(), view.List<IPAddress>(Resources.IPAddresses)).ToList();
            foreach (var deletion in writes.OfType<ObjectDeletion>())
            {
                if (AddressPlanner.ServiceOf(Find(deletion.Key.Name).ShouldNotBeNull()) is not { } owner)
                {
                    service.ShouldNotBeNull("it is not a service's").Spec.ClusterIPs.ShouldContain(deletion.Key.Name);
                    continue;
                }

                if (owner != Key(name)) _shelf.Latest.Find(owner)?.As<Service>().Spec.ClusterIPs.ShouldNotContain(deletion.Key.Name, $"{owner} has it");
            }

            foreach (var creation in writes.OfType<ObjectCreation>()) service.ShouldNotBeNull().Spec.ClusterIPs.ShouldContain(creation.Key.Name);
            foreach (var write in writes.Take(answers)) _shelf.Apply(write);
            return writes.Count;
        }

        private void Put(string name, string address)
        {
            _shelf.Put(Resources.Services, new Service { Metadata = new ObjectMeta { Name = name, Namespace = "n" }, Spec = new ServiceSpec { ClusterIP = address, ClusterIPs = address.Length > 0 ? [address] : [] } });
            _changed[name] = _shelf.Latest.Revision;
        }

        private static ObjectKey Key(string name) => new(Resources.Services, "n", name);
    }
}
