using System.CommandLine;
using System.CommandLine.Parsing;
using Orleans.Kube.Model;
using Orleans.Kube.NodeAgent.Eviction;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary>The options that <c>run</c>, <c>join</c> and <c>leave</c> share. One that is given goes before the environment and the settings' file.</summary>
internal sealed class AgentArguments
{
    private static readonly AgentOptions Defaults = new();

    private readonly Option<FileInfo?> _settings = new("--config")
    {
        Description = $"A file with settings; {AgentSettings.DefaultFile} when it is there. Every setting is in node-agent.json, and can be a variable {AgentSettings.Prefix}NAME.",
    };

    private readonly Option<string> _node = Named("--node", "The name of the node.", Defaults.NodeName);
    private readonly Option<string> _data = Named("--data", "Where volumes, checkpoints and certificates live.", Defaults.DataFolder);
    private readonly Option<string> _docker = Named("--docker", "The socket of Docker Engine.", Defaults.DockerSocket);
    private readonly Option<IReadOnlyDictionary<string, string>> _labels = new("--labels")
    {
        Description = "Labels of the node: key=value,key=value.", CustomParser = static result => Pairs.Parse(result.Tokens[0].Value),
    };

    private readonly Option<string?> _podCidr = new("--pod-cidr") { Description = "The addresses of pods; the node's spec.podCIDR when not given." };
    private readonly Option<string> _network = Named("--network", "The Docker network that pods join.", Defaults.Network);
    private readonly Option<bool> _noProxy = new("--no-service-proxy") { Description = "Leave the machine's packet filter alone." };
    private readonly Option<string> _dns = Named("--cluster-dns", "The address of the cluster's DNS service; none gives pods the machine's own servers.", Defaults.ClusterDns!);
    private readonly Option<string?> _manifests = new("--pod-manifest-path") { Description = "A folder with the manifests of static pods." };

    private readonly Option<string> _sysctls = new("--allowed-unsafe-sysctls") { Description = "Kernel parameters that pods may set beyond the safe ones: NAME,PREFIX*." };

    private readonly Option<IReadOnlyDictionary<string, string>> _eviction = Thresholds(
        "--eviction-hard", '<',
        "When pods are ended for want of resources: memory.available<100Mi,nodefs.available<10%. Also nodefs.inodesFree, imagefs.available, imagefs.inodesFree and pid.available, each an amount or a share. "
        + "[default: memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<15%,imagefs.inodesFree<5%]");

    private readonly Option<IReadOnlyDictionary<string, string>> _softEviction = Thresholds("--eviction-soft", '<', "The same for shortages that may last for a while.");

    private readonly Option<IReadOnlyDictionary<string, string>> _reclaim = Thresholds(
        "--eviction-minimum-reclaim", '=', "How much more than its threshold there has to be before a shortage is over: imagefs.available=2Gi,nodefs.available=5%.");

    private readonly Option<IReadOnlyDictionary<string, TimeSpan>> _softGrace = new("--eviction-soft-grace-period")
    {
        Description = "How long each of the soft ones may last: memory.available=1m30s,nodefs.available=2m.",
        CustomParser = static result => Parsed(result, static text => EvictionThresholds.Pairs(text, '=').ToDictionary(static p => p.Key, static p => Duration(p.Value))),
    };

    private readonly Option<int> _softPodGrace = new("--eviction-max-pod-grace-period") { Description = "The most seconds that a pod gets to end for the sake of --eviction-soft." };

    private readonly Option<TimeSpan> _transition = new("--eviction-pressure-transition-period")
    {
        Description = "How long a condition of the node stays after its shortage is over. [default: 5m0s]", CustomParser = static result => Parsed(result, Duration),
    };

    private readonly Option<IReadOnlyDictionary<string, string>> _kubeReserved = Thresholds(
        "--kube-reserved", '=', "What is set aside for the agent and Docker and not offered to pods: cpu=100m,memory=256Mi,ephemeral-storage=1Gi.");

    private readonly Option<IReadOnlyDictionary<string, string>> _systemReserved = Thresholds("--system-reserved", '=', "The same for the machine's other programs.");
    private readonly Option<long> _pids = new("--pod-max-pids") { Description = "How many processes and threads a pod may have; -1 for no bound. [default: -1]" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_settings, _node, _data, _docker, _labels, _podCidr, _network, _dns, _noProxy, _manifests, _sysctls, _eviction, _softEviction, _softGrace, _reclaim, _softPodGrace, _transition, _kubeReserved, _systemReserved, _pids]) command.Options.Add(option);
    }

    /// <summary>What the command does, with its options read; where they cannot be, that is said instead.</summary>
    public void SetAction(Command command, Func<ParseResult, AgentOptions, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancellationToken) =>
    {
        AgentOptions options;
        try
        {
            options = Read(parsed);
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        return await action(parsed, options, cancellationToken);
    });

    /// <exception cref="SettingsException">The file or the environment has settings that cannot be used.</exception>
    public AgentOptions Read(ParseResult parsed)
    {
        var settings = AgentSettings.Load(parsed.GetValue(_settings)?.FullName);
        var eviction = settings.Eviction with
        {
            Hard = Given(_eviction, settings.Eviction.Hard),
            Soft = Given(_softEviction, settings.Eviction.Soft),
            SoftGracePeriods = Given(_softGrace, settings.Eviction.SoftGracePeriods),
            MinimumReclaim = Given(_reclaim, settings.Eviction.MinimumReclaim),
            MaximumPodGrace = TimeSpan.FromSeconds(Given(_softPodGrace, (int)settings.Eviction.MaximumPodGrace.TotalSeconds)),
            PressureTransition = Given(_transition, settings.Eviction.PressureTransition),
        };
        var reserved = settings with { KubeReserved = Given(_kubeReserved, settings.KubeReserved), SystemReserved = Given(_systemReserved, settings.SystemReserved) };
        Check(eviction, reserved);
        return reserved with
        {
            NodeName = Given(_node, settings.NodeName),
            DataFolder = Path.GetFullPath(Given(_data, settings.DataFolder)),
            DockerSocket = Given(_docker, settings.DockerSocket),
            Labels = Given(_labels, settings.Labels),
            PodCidr = Given(_podCidr, settings.PodCidr),
            Network = Given(_network, settings.Network),
            ClusterDns = Given(_dns, settings.ClusterDns ?? "") is { Length: > 0 } server and not "none" ? server : null,
            ServiceProxy = !Given(_noProxy, !settings.ServiceProxy),
            StaticPods = Given(_manifests, settings.StaticPods) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
            Containers = settings.Containers with
            {
                AllowedUnsafeSysctls = Names(Given(_sysctls, string.Join(',', settings.Containers.AllowedUnsafeSysctls))), PodPidsLimit = Given(_pids, settings.Containers.PodPidsLimit),
            },
            Eviction = eviction,
        };

        T Given<T>(Option<T> option, T otherwise) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : otherwise;
    }

    private static Option<string> Named(string name, string description, string standard) => new(name) { Description = description, DefaultValueFactory = _ => standard };

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<IReadOnlyDictionary<string, string>> Thresholds(string name, char between, string description) => new(name)
    {
        Description = description, CustomParser = result => Parsed(result, text => EvictionThresholds.Pairs(text, between)),
    };

    /// <exception cref="SettingsException">A threshold cannot be used, what is said of images, or what is to be set aside.</exception>
    private static void Check(EvictionOptions eviction, AgentOptions reserved)
    {
        try
        {
            EvictionThresholds.Of(eviction);
            ImagePolicy.Check(eviction);
            Reserved.Of(reserved);
        }
        catch (FormatException e)
        {
            throw new SettingsException(e.Message, e);
        }
    }

    private static TimeSpan Duration(string text) => GoDuration.TryParse(text, out var span) ? span : throw new FormatException($"time: invalid duration \"{text}\"");

    private static T? Parsed<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (FormatException e)
        {
            result.AddError($"invalid argument \"{result.Tokens[0].Value}\" for \"{(result.Parent as OptionResult)?.IdentifierToken?.Value}\" flag: {e.Message}");
            return default;
        }
    }
}
