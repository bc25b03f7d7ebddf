using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>The figures of <c>/metrics/resource</c>, which scaling goes by. Pure.</summary>
internal static class ResourceMetrics
{
    public static void Write(MetricText text, NodeFigures figures)
    {
        var containers = figures.Pods.SelectMany(static p => p.Containers).ToList();
        var (machine, now) = (figures.Machine.Usage, figures.Time);
        OfContainers("container_cpu_usage_seconds_total", "counter", "Processor time spent in the container, in seconds.", static u => u.CpuNanoseconds / 1e9);
        OfContainers("container_memory_working_set_bytes", "gauge", "Memory of the container that cannot be reclaimed at once, in bytes.", static u => u.WorkingSetBytes);
        text.Family("container_start_time_seconds", "gauge", "When the container started.");
        foreach (var container in containers)
            if (container.Container.StartedAt is { } started) text.Sample("container_start_time_seconds", started.ToUnixTimeMilliseconds() / 1e3, null, Labels(container.Container));
        OfContainers("container_swap_usage_bytes", "gauge", "What of the container is swapped out, in bytes.", static u => u.SwapBytes);
        OfNode("node_cpu_usage_seconds_total", "counter", "Processor time spent on the node, in seconds.", machine.CpuNanoseconds / 1e9);
        OfNode("node_memory_working_set_bytes", "gauge", "Memory of the node that cannot be reclaimed at once, in bytes.", machine.WorkingSetBytes);
        OfNode("node_swap_usage_bytes", "gauge", "What of the node is swapped out, in bytes.", machine.SwapBytes);
        OfPods("pod_cpu_usage_seconds_total", "counter", "Processor time spent in the pod, in seconds.", static u => u.CpuNanoseconds / 1e9);
        OfPods("pod_memory_working_set_bytes", "gauge", "Memory of the pod that cannot be reclaimed at once, in bytes.", static u => u.WorkingSetBytes);
        OfPods("pod_swap_usage_bytes", "gauge", "What of the pod is swapped out, in bytes.", static u => u.SwapBytes);
        text.Family("resource_scrape_error", "gauge", "Whether something could not be read.").Sample("resource_scrape_error", 0);

        void OfContainers(string name, string type, string help, Func<ContainerUsage, double> value)
        {
            text.Family(name, type, help);
            foreach (var container in containers) text.Sample(name, value(container.Usage), container.Usage.Time, Labels(container.Container));
        }

        void OfNode(string name, string type, string help, double value) => text.Family(name, type, help).Sample(name, value, now);

        void OfPods(string name, string type, string help, Func<ContainerUsage, double> value)
        {
            text.Family(name, type, help);
            foreach (var pod in figures.Pods) text.Sample(name, value(pod.Total), pod.Total.Time, Labels(pod.Pod));
        }
    }

    private static (string Name, string Value)[] Labels(RuntimeContainer container) => [("container", container.Name), .. Labels(container.Pod)];

    private static (string Name, string Value)[] Labels(PodIdentity pod) => [("namespace", pod.Namespace), ("pod", pod.Name)];
}
