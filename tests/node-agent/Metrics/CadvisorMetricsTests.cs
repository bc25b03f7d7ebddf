using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Tests.Pods;
using Orleans.Kube.NodeAgent.Tests.Usage;

namespace Orleans.Kube.NodeAgent.Tests.Metrics;

/// <summary>The figures that dashboards for Kubernetes read.</summary>
public sealed class CadvisorMetricsTests
{
    private const string Pod = "/kubepods/burstable/poduid-1";
    private static readonly string[] Lines = Write();

    [Fact]
    public void There_is_a_row_for_the_machine_each_group_each_pod_its_sandbox_and_its_containers() =>
        Lines.Where(static l => l.StartsWith("container_memory_usage_bytes{", StringComparison.Ordinal)).ShouldBe(
        [
            Memory("", "/", "", "", "", "", 7000, 0),
            Memory("", "/kubepods", "", "", "", "", 1010, 0), Memory("", "/kubepods/burstable", "", "", "", "", 1010, 0), Memory("", "/kubepods/besteffort", "", "", "", "", 0, 0),
            Memory("", Pod, "", "", "default", "web", 1010, 1), Memory("", $"{Pod}/id-", "pause:1", "id-", "default", "web", 10, 1),
            Memory("main", $"{Pod}/id-main", "main:1", "id-main", "default", "web", 600, 1), Memory("side", $"{Pod}/id-side", "side:1", "id-side", "default", "web", 400, 1),
        ]);

    [Theory]
    [InlineData("container_cpu_usage_seconds_total", "container=\"main\",cpu=\"total\",id=\"/kubepods/burstable/poduid-1/id-main\",image=\"main:1\",name=\"id-main\",namespace=\"default\",pod=\"web\"", "2 1767268799000")]
    [InlineData("container_cpu_cfs_periods_total", "id=\"/kubepods/burstable/poduid-1/id-main\"", "3 1767268799000")]
    [InlineData("container_cpu_cfs_periods_total", "id=\"/kubepods/burstable/poduid-1/id-side\"", null)]
    [InlineData("container_memory_working_set_bytes", "container=\"side\"", "200 1767268799000")]
    [InlineData("container_memory_rss", "container=\"main\"", "150 1767268799000")]
    [InlineData("container_memory_failures_total", "container=\"main\",failure_type=\"pgfault\"", "9 1767268799000")]
    [InlineData("container_network_receive_bytes_total", "interface=\"eth0\",name=\"id-\"", "11 1767268799000")]
    [InlineData("container_network_transmit_packets_dropped_total", "image=\"pause:1\",interface=\"eth0\"", "18 1767268799000")]
    [InlineData("container_network_receive_errors_total", "id=\"/\",image=\"\",interface=\"eth0\"", "3 1767268800000")]
    [InlineData("container_network_receive_bytes_total", "container=\"main\"", null)]
    [InlineData("container_fs_usage_bytes", "container=\"main\",device=\"/dev/vdb\"", "30 1767268799000")]
    [InlineData("container_fs_limit_bytes", "container=\"main\",device=\"/dev/vdb\"", "200 1767268799000")]
    [InlineData("container_fs_usage_bytes", "device=\"/dev/vda\",id=\"/\"", "550 1767268800000")]
    [InlineData("container_fs_inodes_free", "device=\"/dev/vdb\",id=\"/\"", "7 1767268800000")]
    [InlineData("container_fs_writes_bytes_total", "device=\"/dev/vda\",id=\"/\"", "3 1767268800000")]
    [InlineData("container_fs_sector_reads_total", "device=\"/dev/vda\",id=\"/\"", "7 1767268800000")]
    [InlineData("container_fs_write_seconds_total", "device=\"/dev/vda\",id=\"/\"", "10 1767268800000")]
    [InlineData("container_fs_io_time_weighted_seconds_total", "device=\"/dev/vda\",id=\"/\"", "13 1767268800000")]
    [InlineData("container_fs_io_current", "container=\"main\"", null)]
    [InlineData("container_blkio_device_usage_total", "device=\"/dev/vda\",id=\"/\",image=\"\",major=\"254\",minor=\"0\",name=\"\",namespace=\"\",operation=\"Write\"", "3 1767268800000")]
    [InlineData("container_memory_kernel_usage", "container=\"main\"", "21 1767268799000")]
    [InlineData("container_oom_events_total", "container=\"main\"", "1 1767268799000")]
    [InlineData("container_processes", "container=\"main\"", "3 1767268799000")]
    [InlineData("container_file_descriptors", "container=\"main\"", "17 1767268799000")]
    [InlineData("container_sockets", "container=\"main\"", "4 1767268799000")]
    [InlineData("container_ulimits_soft", "pod=\"web\",ulimit=\"max_open_files\"", "1024 1767268799000")]
    [InlineData("container_processes", "container=\"side\"", null)]
    [InlineData("container_spec_memory_swap_limit_bytes", "container=\"main\"", "64")]
    [InlineData("container_spec_cpu_quota", "container=\"main\"", "10000")]
    [InlineData("container_spec_cpu_quota", "container=\"side\"", null)]
    [InlineData("container_spec_cpu_period", "container=\"side\"", "100000")]
    [InlineData("container_spec_cpu_shares", "id=\"/kubepods/burstable/poduid-1\",", "104")]
    [InlineData("container_spec_memory_limit_bytes", "container=\"main\"", "1000")]
    [InlineData("container_spec_memory_limit_bytes", "id=\"/kubepods/burstable/poduid-1\",", "0")]
    [InlineData("container_spec_memory_limit_bytes", "id=\"/\"", "10000")]
    [InlineData("container_start_time_seconds", "container=\"main\"", "1767268770")]
    [InlineData("container_last_seen", "container=\"main\"", "1767268800 1767268799000")]
    [InlineData("machine_cpu_cores", "boot_id=\"boot\",machine_id=\"machine\",system_uuid=\"uuid\"", "4")]
    [InlineData("machine_memory_bytes", "boot_id", "10000")]
    public void Each_figure_goes_by_its_name(string name, string labels, string? value)
    {
        var found = Lines.Where(l => l.StartsWith($"{name}{{", StringComparison.Ordinal) && l.Contains(labels, StringComparison.Ordinal)).ToList();
        found.Select(static l => l[(l.IndexOf("} ", StringComparison.Ordinal) + 2)..]).Distinct().ShouldBe(value is null ? [] : [value]);
    }

    [Fact]
    public void A_family_is_told_once_and_before_its_figures()
    {
        var families = Lines.Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static l => l.Split(' ')[2]).ToList();
        families.ShouldBeUnique();
        var current = "";
        foreach (var line in Lines.Where(static l => l.Length > 0))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) current = line.Split(' ')[2];
            else if (!line.StartsWith('#')) line.Split('{', ' ')[0].ShouldBe(current);
        }
    }

    private static string[] Write()
    {
        var text = new MetricText();
        CadvisorMetrics.Write(text, CadvisorRows.Of(Figures.Node, PodScene.Noon.AddDays(-1)), PodScene.Noon);
        MachineMetrics.Write(text, Figures.Node.Machine, new ProcessorLayout(4, 2, 1), new NodeSystemInfo { BootID = "boot", MachineID = "machine", SystemUUID = "uuid" });
        return text.ToString().Split('\n');
    }

    private static string Memory(string container, string id, string image, string name, string space, string pod, long bytes, int age) =>
        $"container_memory_usage_bytes{{container=\"{container}\",id=\"{id}\",image=\"{image}\",name=\"{name}\",namespace=\"{space}\",pod=\"{pod}\"}} {bytes} {PodScene.Noon.AddSeconds(-age).ToUnixTimeMilliseconds()}";
}
