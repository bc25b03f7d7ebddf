using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.NodeAgent.Cli;

namespace Orleans.Kube.NodeAgent.Tests.Options;

public sealed class AgentSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void The_documented_file_names_every_setting_with_its_default()
    {
        var documented = Path.Combine(Environment.GetEnvironmentVariable("KUBE_ROOT")!, "node-agent/node-agent.json");
        var keys = Keys(JsonNode.Parse(File.ReadAllText(documented), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!, "");
        var settings = Keys(JsonSerializer.SerializeToNode(new AgentOptions(), JsonSerializerOptions.Web)!, "");

        keys.Order().ShouldBe(settings.Order());
        Read("--config", documented).ShouldBeEquivalentTo(Read());
    }

    [Fact]
    public void A_flag_goes_before_the_environment_and_that_before_the_file()
    {
        File.WriteAllText(_file, """
            {"nodeName": "file", "maximumPods": 30, "labels": {"disk/kind": "ssd"}, "network": "pods", "eviction": {"hard": {"memory.available": "5"}, "check": "00:00:03"}, "clusterDns": ""}
            """);
        using var name = new Variable("NODENAME", "environment");
        using var check = new Variable("EVICTION__IMAGECHECK", "00:00:07");

        var options = Read("--config", _file, "--network", "others");

        (options.NodeName, options.MaximumPods, options.Network, options.ClusterDns).ShouldBe(("environment", 30, "others", null));
        options.Labels.ShouldBe(new Dictionary<string, string> { ["disk/kind"] = "ssd" });
        (options.Eviction.Hard["memory.available"], options.Eviction.Check, options.Eviction.ImageCheck, options.Eviction.Hard["nodefs.available"])
            .ShouldBe(("5", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7), "10%"));
        Read("--config", _file, "--eviction-hard", "memory.available<1Ki").Eviction.Hard.ShouldBe(new Dictionary<string, string> { ["memory.available"] = "1Ki" });
    }

    [Fact]
    public void Thresholds_of_the_command_line_leave_the_other_settings_of_eviction_alone()
    {
        File.WriteAllText(_file, """{"eviction": {"check": "00:00:03", "hard": {"nodefs.inodesFree": "20%"}}}""");
        var eviction = Read("--config", _file, "--eviction-hard", "memory.available<1Ki", "--eviction-soft", "nodefs.inodesFree<10%", "--eviction-soft-grace-period", "nodefs.inodesFree=90s",
            "--eviction-max-pod-grace-period", "20", "--eviction-minimum-reclaim", "nodefs.available=2Gi, imagefs.available=5%", "--eviction-pressure-transition-period", "1m").Eviction;
        (eviction.Check, eviction.Hard["memory.available"], eviction.Hard.Count).ShouldBe((TimeSpan.FromSeconds(3), "1Ki", 1));
        (eviction.Soft["nodefs.inodesFree"], eviction.SoftGracePeriods["nodefs.inodesFree"], eviction.MaximumPodGrace).ShouldBe(("10%", TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(20)));
        eviction.MinimumReclaim.ShouldBe(new Dictionary<string, string> { ["nodefs.available"] = "2Gi", ["imagefs.available"] = "5%" }, ignoreOrder: true);
        eviction.PressureTransition.ShouldBe(TimeSpan.FromMinutes(1));
        Read("--config", _file, "--eviction-hard", "").Eviction.Hard.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--eviction-hard", "memory.available", "invalid argument \"memory.available\" for \"--eviction-hard\" flag: malformed pair, expect string<string")]
    [InlineData("--eviction-minimum-reclaim", "memory.available<1", "invalid argument \"memory.available<1\" for \"--eviction-minimum-reclaim\" flag: malformed pair, expect string=string")]
    [InlineData("--eviction-soft-grace-period", "memory.available=soon", "invalid argument \"memory.available=soon\" for \"--eviction-soft-grace-period\" flag: time: invalid duration \"soon\"")]
    public void A_flag_that_cannot_be_read_is_named(string flag, string value, string message)
    {
        var command = new Command("run");
        new AgentArguments().AddTo(command);
        command.Parse([flag, value]).Errors.Select(static e => e.Message).ShouldBe([message]);
    }

    [Theory]
    [InlineData("--eviction-hard", "memory.available<much", "eviction threshold memory.available: \"much\" is neither an amount nor a share: 100Mi, 10%")]
    [InlineData("--kube-reserved", "pods=1", "cannot reserve \"pods\" resource")]
    [InlineData("--eviction-soft", "memory.available<1Gi", "grace period must be specified for the soft eviction threshold memory.available")]
    public void A_flag_that_cannot_be_used_is_refused(string flag, string value, string message) => Should.Throw<SettingsException>(() => Read(flag, value)).Message.ShouldBe(message);

    [Theory]
    [InlineData("""{"eviction": {"soft": {"nodefs.inodesFree": "10%"}}}""", "grace period must be specified for the soft eviction threshold nodefs.inodesFree")]
    [InlineData("""{"eviction": {"imagesHigh": 1.01}}""", "imageGCHighThresholdPercent (--image-gc-high-threshold) 101 must be between 0 and 100, inclusive")]
    [InlineData("""{"eviction": {"imagesLow": -0.01}}""", "imageGCLowThresholdPercent (--image-gc-low-threshold) -1 must be between 0 and 100, inclusive")]
    [InlineData("""{"eviction": {"imagesHigh": 0.8}}""", "imageGCLowThresholdPercent (--image-gc-low-threshold) 80 must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) 80")]
    [InlineData("""{"eviction": {"maximumImageAge": "00:01:00"}}""", "imageMaximumGCAge 1m0s must be greater than imageMinimumGCAge 2m0s")]
    [InlineData("""{"maximumPods": "many"}""", "many")]
    [InlineData("""{"maximumPodz": 3}""", "maximumPodz")]
    [InlineData("""{"eviction": {"chek": "1"}}""", "chek")]
    [InlineData("""{"eviction": {"check": "soon"}}""", "soon")]
    [InlineData("""{"maximumPods": """, "JSON")]
    public void What_cannot_be_used_is_said(string json, string word)
    {
        File.WriteAllText(_file, json);
        Should.Throw<SettingsException>(() => Read("--config", _file)).Message.ShouldContain(word);
    }

    [Fact]
    public void A_named_file_has_to_be_there() =>
        Should.Throw<SettingsException>(static () => Read("--config", "/nowhere/settings.json")).Message.ShouldContain("/nowhere/settings.json");

    public void Dispose() => File.Delete(_file);

    private static AgentOptions Read(params string[] arguments)
    {
        var shared = new AgentArguments();
        var command = new Command("run");
        shared.AddTo(command);
        return shared.Read(command.Parse(arguments));
    }

    private static IEnumerable<string> Keys(JsonNode node, string path) =>
        node is JsonObject { Count: > 0 } group ? group.SelectMany(p => Keys(p.Value ?? "", $"{path}.{p.Key}")) : [path];

    private sealed class Variable : IDisposable
    {
        private readonly string _name;

        public Variable(string name, string value) => Environment.SetEnvironmentVariable(_name = AgentSettings.Prefix + name, value);

        public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
    }
}
