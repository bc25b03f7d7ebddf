using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>What the machine is, under cAdvisor's names. Pure.</summary>
internal static class MachineMetrics
{
    /// <param name="text">Where to.</param>
    /// <param name="machine">Its memory.</param>
    /// <param name="processors">Its processors.</param>
    /// <param name="info">What tells it from others.</param>
    public static void Write(MetricText text, MachineUsage machine, ProcessorLayout processors, NodeSystemInfo info)
    {
        (string, string)[] labels = [("boot_id", info.BootID), ("machine_id", info.MachineID), ("system_uuid", info.SystemUUID)];
        Add("machine_cpu_cores", "Processors as the kernel counts them.", processors.Logical);
        Add("machine_cpu_physical_cores", "Processor cores.", processors.Cores);
        Add("machine_cpu_sockets", "Processor packages.", processors.Sockets);
        Add("machine_memory_bytes", "Memory of the machine, in bytes.", machine.MemoryTotal);
        Add("machine_swap_bytes", "Swap space of the machine, in bytes.", machine.SwapTotal);
        text.Family("cadvisor_version_info", "gauge", "Always 1; the labels say which versions run.")
            .Sample("cadvisor_version_info", 1, null, ("cadvisorRevision", ""), ("cadvisorVersion", ""), ("dockerVersion", info.ContainerRuntimeVersion), ("kernelVersion", info.KernelVersion), ("osVersion", info.OsImage));

        void Add(string name, string help, double value) => text.Family(name, "gauge", help).Sample(name, value, null, labels);
    }
}
