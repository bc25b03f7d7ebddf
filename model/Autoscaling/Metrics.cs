using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Autoscaling;

public sealed record MetricSpec
{
    [AlwaysWritten] [Values(typeof(Autoscaling.MetricSourceType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public ObjectMetricSource? Object { get; init; }

    public PodsMetricSource? Pods { get; init; }

    public ResourceMetricSource? Resource { get; init; }

    public ContainerResourceMetricSource? ContainerResource { get; init; }

    public ExternalMetricSource? External { get; init; }
}

public sealed record ObjectMetricSource
{
    [AlwaysWritten]
    public CrossVersionObjectReference DescribedObject { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();
}

public sealed record PodsMetricSource
{
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();
}

public sealed record ResourceMetricSource
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();
}

public sealed record ContainerResourceMetricSource
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public string Container { get; init => field = value ?? ""; } = "";
}

public sealed record ExternalMetricSource
{
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricTarget Target { get; init => field = value ?? new(); } = new();
}

public sealed record MetricIdentifier
{
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    public LabelSelector? Selector { get; init; }
}

public sealed record MetricTarget
{
    [AlwaysWritten] [Values(typeof(MetricTargetType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public Quantity? Value { get; init; }

    public Quantity? AverageValue { get; init; }

    public int? AverageUtilization { get; init; }
}

public sealed record MetricStatus
{
    [AlwaysWritten] [Values(typeof(Autoscaling.MetricSourceType))]
    public string Type { get; init => field = value ?? ""; } = "";

    public ObjectMetricStatus? Object { get; init; }

    public PodsMetricStatus? Pods { get; init; }

    public ResourceMetricStatus? Resource { get; init; }

    public ContainerResourceMetricStatus? ContainerResource { get; init; }

    public ExternalMetricStatus? External { get; init; }
}

public sealed record ObjectMetricStatus
{
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public CrossVersionObjectReference DescribedObject { get; init => field = value ?? new(); } = new();
}

public sealed record PodsMetricStatus
{
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();
}

public sealed record ResourceMetricStatus
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();
}

public sealed record ContainerResourceMetricStatus
{
    [AlwaysWritten] [Values(typeof(ResourceName))]
    public string Name { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public string Container { get; init => field = value ?? ""; } = "";
}

public sealed record ExternalMetricStatus
{
    [AlwaysWritten]
    public MetricIdentifier Metric { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public MetricValueStatus Current { get; init => field = value ?? new(); } = new();
}

public sealed record MetricValueStatus
{
    public Quantity? Value { get; init; }

    public Quantity? AverageValue { get; init; }

    public int? AverageUtilization { get; init; }
}
