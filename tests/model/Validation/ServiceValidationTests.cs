using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Tests.Definitions;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class ServiceValidationTests
{
    [Theory]
    [InlineData("'type':'ClusterIP'", "spec.ports: Required value")]
    [InlineData("'ports':[{'port':80},{'port':81}]", "spec.ports[0].name: Required value")]
    [InlineData("'ports':[{'port':0}]", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData("'ports':[{'port':80,'nodePort':30080}]", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [InlineData("'type':'NodePort','ports':[{'port':80,'nodePort':80}]", "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767")]
    [InlineData("'type':'ExternalName'", "spec.externalName: Required value")]
    [InlineData("'type':'Other','ports':[{'port':80}]", "spec.type: Unsupported value: \"Other\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"")]
    [InlineData("'clusterIP':'10.0.0.300','ports':[{'port':80}]", "spec.clusterIPs[0]: Invalid value: \"10.0.0.300\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("'type':'NodePort','clusterIP':'None','ports':[{'port':80}]", "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services")]
    [InlineData("'externalIPs':['127.0.0.1'],'ports':[{'port':80}]", "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [InlineData("'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':0}},'ports':[{'port':80}]", "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400")]
    [InlineData("'externalTrafficPolicy':'Local','ports':[{'port':80}]", "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services")]
    [InlineData("'loadBalancerClass':'a','ports':[{'port':80}]", "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'")]
    public void A_bad_service_is_refused_in_kubernetes_words(string spec, string expected) => Sample.CreateErrors(Sample.Service(spec)).ShouldContain(expected);

    [Theory]
    [InlineData("", "spec.cidrs: Required value: at least one CIDR required")]
    [InlineData("'10.0.0.0'", "spec.cidrs[0]: Invalid value: \"10.0.0.0\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("'10.0.0.1/8'", "spec.cidrs[0]: Invalid value: \"10.0.0.1/8\": must not have bits set beyond the prefix length")]
    [InlineData("'10.0.0.1/8'", "spec.cidrs[0]: Invalid value: \"10.0.0.1/8\": must be in canonical form (\"10.0.0.0/8\")")]
    [InlineData("'010.0.0.0/8'", "spec.cidrs[0]: Invalid value: \"010.0.0.0/8\": must be in canonical form (\"10.0.0.0/8\")")]
    [InlineData("'fd00:0::/64'", "spec.cidrs[0]: Invalid value: \"fd00:0::/64\": must be in canonical form (\"fd00::/64\")")]
    [InlineData("'10.0.0.0/8','10.1.0.0/16'", "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64")]
    [InlineData("'10.0.0.0/8','fd00::/64','10.1.0.0/16'", "may only hold up to 2 values")]
    public void A_bad_service_range_is_refused_in_kubernetes_words(string cidrs, string expected) =>
        Sample.CreateErrors(Sample.Of("networking.k8s.io/v1", "ServiceCIDR", $"'spec':{{'cidrs':[{cidrs}]}}", namespaced: false)).ShouldContain(error => error.EndsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "'type':'LoadBalancer','ports':[{'port':10250}]", null)]
    [InlineData("'service.kubernetes.io/topology-mode':'a','service.kubernetes.io/topology-aware-hints':'b'", "'ports':[{'port':80}]",
        "metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: \"a\": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified")]
    [InlineData("'service.beta.kubernetes.io/load-balancer-source-ranges':' '", "'type':'LoadBalancer','ports':[{'port':80}]", null)]
    [InlineData("'service.beta.kubernetes.io/load-balancer-source-ranges':'10.0.0.0/8, x'", "'type':'LoadBalancer','ports':[{'port':80}]",
        "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    [InlineData("'service.beta.kubernetes.io/load-balancer-source-ranges':''", "'ports':[{'port':80}]",
        "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Forbidden: may only be used when `type` is 'LoadBalancer'")]
    [InlineData("", "'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','10.0.0.2'],'ports':[{'port':80}]",
        "spec.clusterIPs: Invalid value: []string{\"10.0.0.1\", \"10.0.0.2\"}: may specify no more than one IP for each IP family")]
    [InlineData("", "'clusterIP':'None','clusterIPs':['None','10.0.0.1'],'ports':[{'port':80}]",
        "spec.clusterIPs: Invalid value: []string{\"None\", \"10.0.0.1\"}: 'None' must be the first and only value")]
    [InlineData("", "'clusterIP':'10.0.0.1','ipFamilies':['IPv6'],'ports':[{'port':80}]", "spec.clusterIPs[0]: Invalid value: \"10.0.0.1\": expected an IPv6 value as indicated by `ipFamilies[0]`")]
    [InlineData("", "'ipFamilies':['IPv4','IPv6','IPv6'],'ports':[{'port':80}]", "spec.ipFamilies[2]: Duplicate value: \"IPv6\"")]
    public void Annotations_and_addresses_are_of_one_piece(string annotations, string spec, string? expected)
    {
        var service = Sample.Service(spec).Replace("\"name\":\"web\",\"namespace\"", Sample.Quoted($"'annotations':{{{annotations}}},'name':'web','namespace'"), StringComparison.Ordinal);
        Sample.CreateErrors(service).ShouldBe(expected is null ? [] : [expected]);
    }

    [Theory]
    [InlineData("'clusterIP':'10.0.0.1'", "'clusterIP':'None'", "spec.clusterIPs[0]: Invalid value: []string{\"None\"}: may not change once set")]
    [InlineData("'clusterIP':'None','ipFamilies':['IPv4']", "'clusterIP':'None','ipFamilies':['IPv6']", null)]
    [InlineData("'ipFamilies':['IPv4']", "'ipFamilies':['IPv6']", "spec.ipFamilies[0]: Invalid value: []core.IPFamily{\"IPv6\"}: may not change once set")]
    [InlineData(
        "'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','fd00::1'],'ipFamilyPolicy':'PreferDualStack','ipFamilies':['IPv4','IPv6']",
        "'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1'],'ipFamilyPolicy':'PreferDualStack','ipFamilies':['IPv4','IPv6']",
        "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the secondary clusterIP")]
    [InlineData("'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':30000", "'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':30001",
        "spec.healthCheckNodePort: Forbidden: field is immutable")]
    public void What_the_server_gave_does_not_change(string before, string after, string? expected) =>
        Sample.UpdateErrors(Sample.Service(before + ",'ports':[{'port':80}]"), Sample.Service(after + ",'ports':[{'port':80}]")).ShouldBe(expected is null ? [] : [expected]);

    [Fact]
    public void A_port_given_twice_is_refused() =>
        Sample.CreateErrors(Sample.Service("'ports':[{'name':'a','port':80},{'name':'b','port':80}]")).ShouldHaveSingleItem().ShouldStartWith("spec.ports[1]: Duplicate value: core.ServicePort{");

    [Fact]
    public void The_cluster_address_does_not_change() =>
        Sample.UpdateErrors(Sample.Service("'clusterIP':'10.0.0.1','ports':[{'port':80}]"), Sample.Service("'clusterIP':'10.0.0.2','ports':[{'port':80}]"))
            .ShouldBe(["spec.clusterIPs[0]: Invalid value: []string{\"10.0.0.2\"}: may not change once set"]);

    [Fact]
    public void The_cluster_address_and_node_ports_are_kept_when_an_update_leaves_them_out()
    {
        var old = Sample.Created<Service>(Sample.Service("'type':'NodePort','clusterIP':'10.0.0.1','ports':[{'port':80,'nodePort':30080}]"));
        var definition = Sample.DefinitionOf(Sample.Service(""));
        var value = (Service)definition.PrepareForUpdate(definition.Default(Sample.Read(Sample.Service("'type':'NodePort','ports':[{'port':80}]"))), old);
        value.Spec.ClusterIP.ShouldBe("10.0.0.1");
        value.Spec.ClusterIPs.ShouldBe(["10.0.0.1"]);
        value.Spec.Ports[0].NodePort.ShouldBe(30080);
    }

    [Fact]
    public void A_service_that_becomes_ClusterIP_gives_its_node_ports_back()
    {
        var old = Sample.Created<Service>(Sample.Service("'type':'NodePort','clusterIP':'10.0.0.1','ports':[{'port':80,'nodePort':30080}]"));
        var definition = Sample.DefinitionOf(Sample.Service(""));
        var value = (Service)definition.PrepareForUpdate(definition.Default(Sample.Read(Sample.Service("'ports':[{'port':80,'nodePort':30080}]"))), old);
        value.Spec.Ports[0].NodePort.ShouldBe(0);
    }

    [Fact]
    public void A_service_is_filled_in()
    {
        var spec = Sample.Created<Service>(Sample.Service("'ports':[{'port':80}]")).Spec;
        spec.Type.ShouldBe("ClusterIP");
        spec.SessionAffinity.ShouldBe("None");
        spec.InternalTrafficPolicy.ShouldBe("Cluster");
        spec.ExternalTrafficPolicy.ShouldBe("");
        spec.IpFamilies.ShouldBe(["IPv4"]);
        spec.IpFamilyPolicy.ShouldBe("SingleStack");
        spec.Ports[0].ShouldBe(new ServicePort { Port = 80, Protocol = "TCP", TargetPort = 80 });
    }

    [Theory]
    [InlineData("'externalIPs':['192.0.2.010']", "spec.externalIPs[0]: IP address was accepted, but will be invalid in a future Kubernetes release: ParseAddr(\"192.0.2.010\"): IPv4 field has octet with leading zero")]
    [InlineData("'externalIPs':['2001:db8:0::1']", "spec.externalIPs[0]: IPv6 address \"2001:db8:0::1\" is not in RFC 5952 canonical format (\"2001:db8::1\"), which may cause controller apply-loops")]
    [InlineData(
        "'loadBalancerSourceRanges':['10.0.0.00/8']",
        "spec.loadBalancerSourceRanges[0]: IP prefix was accepted, but will be invalid in a future Kubernetes release: netip.ParsePrefix(\"10.0.0.00/8\"): ParseAddr(\"10.0.0.00\"): IPv4 field has octet with leading zero")]
    public void Addresses_that_are_not_written_as_programs_do_are_warned_of(string field, string warning) =>
        Sample.Warnings(Sample.Service($"'ports':[{{'port':80}}],{field}")).ShouldBe([warning]);
}
