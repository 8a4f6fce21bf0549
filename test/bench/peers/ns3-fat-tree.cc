/**
 * TCP flows over a fat tree on ns-3, with as little around ns-3's own stack as there can be.
 * Not a study of networks: it tells what a packet-hop costs there. Reads `k mtuBytes flowBytes
 * secondsMost`, then a sender and a receiver for each flow; prints one JSON object.
 * Keeps true: only the event loop is timed, from the moment when all connections are open.
 */
#include <ns3/boolean.h>
#include <ns3/config.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-route.h>
#include <ns3/ipv4-routing-helper.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/simulator.h>
#include <ns3/string.h>
#include <ns3/tcp-cubic.h>
#include <ns3/tcp-socket-factory.h>
#include <ns3/uinteger.h>

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <vector>

using namespace ns3;

namespace {

constexpr uint32_t firstAddress = 0x0a000000;
constexpr uint16_t firstPort = 1000;
/** IPv4, TCP, and timestamps. */
constexpr uint32_t headerBytes = 52;
/** PPP, as ns-3 frames packets on a link with two ends. */
constexpr uint32_t frameBytes = 2;
const Time connectedAt = MicroSeconds(100);
const Time slice = MicroSeconds(5);

struct Flow {
  uint32_t from;
  uint32_t to;
  uint32_t missingBytes;
  Ptr<Socket> sender;
};

std::vector<Flow> flows;
std::vector<double> tookUs;
unsigned long long hops = 0;

void countHop(Ptr<const Packet>) { hops++; }

double secondsOfCpu() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const timeval user = usage.ru_utime;
  const timeval system = usage.ru_stime;
  return user.tv_sec + system.tv_sec + (user.tv_usec + system.tv_usec) / 1e6;
}

double usSinceConnected() { return (Simulator::Now() - connectedAt).GetNanoSeconds() / 1e3; }

/**
 * Up and down by arithmetic, with one path for each pair of hosts. What ns-3 brings along searches
 * a list of all hosts at every hop, and strews the packets of a flow over all paths.
 */
class TreeRouting : public Ipv4RoutingProtocol {
public:
  uint32_t salt = 0;
  /** The hosts below: so many by each route down, from the first on. */
  uint32_t hostFirst = 0;
  uint32_t hostsPerRoute = 1;
  std::vector<Ptr<Ipv4Route>> up;
  std::vector<Ptr<Ipv4Route>> down;

  Ptr<Ipv4Route> RouteOutput(
      Ptr<Packet>, const Ipv4Header& header, Ptr<NetDevice>, Socket::SocketErrno& error) override {
    error = Socket::ERROR_NOTERROR;
    return routeFor(header);
  }

  bool RouteInput(
      Ptr<const Packet> packet, const Ipv4Header& header, Ptr<const NetDevice>,
      UnicastForwardCallback forward, MulticastForwardCallback, LocalDeliverCallback deliver,
      ErrorCallback) override {
    if (down.empty()) deliver(packet, header, 1);
    else forward(routeFor(header), packet, header);
    return true;
  }

  void SetIpv4(Ptr<Ipv4>) override {}
  void NotifyInterfaceUp(uint32_t) override {}
  void NotifyInterfaceDown(uint32_t) override {}
  void NotifyAddAddress(uint32_t, Ipv4InterfaceAddress) override {}
  void NotifyRemoveAddress(uint32_t, Ipv4InterfaceAddress) override {}
  void PrintRoutingTable(Ptr<OutputStreamWrapper>, Time::Unit) const override {}

private:
  const Ptr<Ipv4Route>& routeFor(const Ipv4Header& header) const {
    const uint32_t from = header.GetSource().Get();
    const uint32_t to = header.GetDestination().Get();
    const uint32_t host = to - firstAddress;
    const uint32_t place = (host - hostFirst) / hostsPerRoute;
    if (host >= hostFirst && place < down.size()) return down[place];
    uint32_t hash = (from * 0x9e3779b1U ^ to ^ salt) * 0x85ebca6bU;
    hash = (hash ^ hash >> 15) * 0xc2b2ae35U;
    return up[(hash ^ hash >> 16) % up.size()];
  }
};

class TreeRoutingHelper : public Ipv4RoutingHelper {
public:
  TreeRoutingHelper* Copy() const override { return new TreeRoutingHelper(*this); }

  Ptr<Ipv4RoutingProtocol> Create(Ptr<Node> node) const override {
    auto routing = CreateObject<TreeRouting>();
    routing->salt = (node->GetId() + 1) * 0x27d4eb2fU;
    return routing;
  }
};

TreeRouting& routingOf(const Ptr<Node>& node) {
  return dynamic_cast<TreeRouting&>(*node->GetObject<Ipv4>()->GetRoutingProtocol());
}

/** Hosts are numbered by pod, edge and place, and are the first of all nodes. */
class FatTree {
public:
  NodeContainer hosts;

  FatTree(uint32_t k, uint32_t mtuBytes) : half(k / 2) {
    const uint32_t pairs = half * half;
    hosts.Create(k * pairs);
    edges.Create(k * half);
    aggregations.Create(k * half);
    cores.Create(pairs);
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.SetRoutingHelper(TreeRoutingHelper());
    stack.InstallAll();
    cable.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
    cable.SetDeviceAttribute("Mtu", UintegerValue(mtuBytes));
    cable.SetChannelAttribute("Delay", StringValue("1us"));
    const QueueSize buffer(QueueSizeUnit::BYTES, 200 * (mtuBytes + frameBytes));
    cable.SetQueue("ns3::DropTailQueue", "MaxSize", QueueSizeValue(buffer));
    // Else a device tells a queue discipline to wait, and what comes with none there is dropped.
    cable.DisableFlowControl();
    for (uint32_t host = 0; host < hosts.GetN(); host++) {
      join(hosts.Get(host), edges.Get(host / half), host / half * half, 1);
    }
    for (uint32_t i = 0; i < k * pairs; i++) {
      const uint32_t pod = i / pairs;
      const uint32_t core = i % pairs;
      const auto edge = edges.Get(pod * half + core % half);
      const auto aggregation = aggregations.Get(pod * half + core / half);
      join(edge, aggregation, pod * pairs, half);
      join(aggregation, cores.Get(core), 0, pairs);
    }
  }

private:
  uint32_t half;
  NodeContainer edges;
  NodeContainer aggregations;
  NodeContainer cores;
  PointToPointHelper cable;

  void join(Ptr<Node> lower, Ptr<Node> upper, uint32_t hostFirst, uint32_t hostsPerRoute) {
    const auto devices = cable.Install(lower, upper);
    routingOf(lower).up.push_back(routeBy(devices.Get(0)));
    auto& routing = routingOf(upper);
    routing.down.push_back(routeBy(devices.Get(1)));
    routing.hostFirst = hostFirst;
    routing.hostsPerRoute = hostsPerRoute;
    for (uint32_t end = 0; end < 2; end++) {
      devices.Get(end)->TraceConnectWithoutContext("PhyRxEnd", MakeCallback(&countHop));
    }
    // A host holds all that its flows may send: switches drop packets, and their senders do not.
    if (!isHost(lower)) return;
    const auto device = DynamicCast<PointToPointNetDevice>(devices.Get(0));
    device->GetQueue()->SetMaxSize(QueueSize("1000000p"));
  }

  Ptr<Ipv4Route> routeBy(Ptr<NetDevice> device) {
    const auto node = device->GetNode();
    const auto ipv4 = node->GetObject<Ipv4>();
    const uint32_t interface = ipv4->AddInterface(device);
    const auto route = Create<Ipv4Route>();
    route->SetOutputDevice(device);
    // It has to be there, and is not looked at on a link with two ends.
    route->SetGateway(Ipv4Address(firstAddress - 1));
    // Switches need no address to pass packets on.
    if (isHost(node)) {
      const Ipv4Address address(firstAddress + node->GetId());
      ipv4->AddAddress(interface, Ipv4InterfaceAddress(address, Ipv4Mask::GetOnes()));
      route->SetSource(address);
    }
    ipv4->SetUp(interface);
    return route;
  }

  bool isHost(const Ptr<Node>& node) const { return node->GetId() < hosts.GetN(); }
};

/** Cubic without what the other side of the comparison does without, and with its numbers. */
void setTcp(uint32_t mtuBytes, uint32_t flowBytes) {
  using Config::SetDefault;
  SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(TcpCubic::GetTypeId()));
  SetDefault("ns3::TcpCubic::HyStart", BooleanValue(false));
  SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(mtuBytes - headerBytes));
  SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(10));
  SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(flowBytes));
  SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(6'291'456));
  SetDefault("ns3::TcpSocket::DelAckTimeout", TimeValue(MilliSeconds(40)));
  SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(true));
  SetDefault("ns3::TcpSocketBase::MinRto", TimeValue(MicroSeconds(200)));
  SetDefault("ns3::TcpSocketBase::ClockGranularity", TimeValue(MicroSeconds(1)));
}

void receive(Flow* flow, Ptr<Socket> socket) {
  while (const auto packet = socket->Recv()) flow->missingBytes -= packet->GetSize();
  if (flow->missingBytes > 0) return;
  tookUs.push_back(usSinceConnected());
  if (tookUs.size() == flows.size()) Simulator::Stop();
}

void accept(Flow* flow, Ptr<Socket> socket, const Address&) {
  socket->SetRecvCallback(MakeBoundCallback(&receive, flow));
}

void open(const NodeContainer& hosts, Flow* flow, uint16_t port) {
  const auto tcp = TcpSocketFactory::GetTypeId();
  const auto listener = Socket::CreateSocket(hosts.Get(flow->to), tcp);
  listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
  listener->Listen();
  const auto whoever = MakeNullCallback<bool, Ptr<Socket>, const Address&>();
  listener->SetAcceptCallback(whoever, MakeBoundCallback(&accept, flow));
  flow->sender = Socket::CreateSocket(hosts.Get(flow->from), tcp);
  flow->sender->Bind();
  flow->sender->Connect(InetSocketAddress(Ipv4Address(firstAddress + flow->to), port));
}

void runFor(Time time) {
  Simulator::Stop(time);
  Simulator::Run();
}

/** CPU seconds of the event loop until all flows have ended, or a little more than the most. */
double timeFlows(uint32_t flowBytes, double secondsMost) {
  for (const auto& flow : flows) flow.sender->Send(Create<Packet>(flowBytes));
  hops = 0;
  const double start = secondsOfCpu();
  double seconds = 0;
  while (tookUs.size() < flows.size() && seconds < secondsMost) {
    runFor(slice);
    seconds = secondsOfCpu() - start;
  }
  return seconds;
}

} // namespace

int main() {
  uint32_t k, mtuBytes, flowBytes;
  double secondsMost;
  std::cin >> k >> mtuBytes >> flowBytes >> secondsMost;
  for (Flow flow{0, 0, flowBytes, nullptr}; std::cin >> flow.from >> flow.to;) {
    flows.push_back(flow);
  }
  setTcp(mtuBytes, flowBytes);
  const FatTree tree(k, mtuBytes);
  uint16_t port = firstPort;
  for (auto& flow : flows) open(tree.hosts, &flow, port++);
  runFor(connectedAt);
  const double seconds = timeFlows(flowBytes, secondsMost);
  std::printf(
      "{\"hops\":%llu,\"seconds\":%.6f,\"ranUs\":%.3f,\"tookUs\":[", hops, seconds,
      usSinceConnected());
  for (size_t i = 0; i < tookUs.size(); i++) std::printf(i == 0 ? "%.3f" : ",%.3f", tookUs[i]);
  std::puts("]}");
  std::fflush(stdout);
  // To take the network apart would take longer than some of the runs.
  std::_Exit(0);
}
